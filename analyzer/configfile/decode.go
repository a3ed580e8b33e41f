package configfile

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// decode fills a part of the configuration from a node. The library could do so itself, but its errors name types of
// Go and no columns; a configuration has no more than five sorts of values.
func decode(node *yaml.Node, into reflect.Value) *Error {
	value := resolve(node)
	if value.Tag == "!!null" && value.Kind == yaml.ScalarNode {
		return nil // "kinds:" with nothing behind it
	}
	switch into.Kind() {
	case reflect.Pointer:
		into.Set(reflect.New(into.Type().Elem()))
		return decode(node, into.Elem())
	case reflect.Struct:
		return decodeMap(node, value, into)
	case reflect.Slice:
		if value.Kind != yaml.SequenceNode {
			return wrongType(node, "a list")
		}
		into.Set(reflect.MakeSlice(into.Type(), len(value.Content), len(value.Content)))
		for i, element := range value.Content {
			if err := decode(element, into.Index(i)); err != nil {
				return err
			}
		}
		return nil
	}
	return decodeScalar(node, value, into)
}

// decodeMap fills a struct. Keys are the names of its fields in JSON.
func decodeMap(node, value *yaml.Node, into reflect.Value) *Error {
	if value.Kind != yaml.MappingNode {
		return wrongType(node, "a map")
	}
	var keys []string
	for i := range into.NumField() {
		key, _, _ := strings.Cut(into.Type().Field(i).Tag.Get("json"), ",")
		keys = append(keys, key)
	}
	seen := make(map[string]bool)
	for i := 0; i+1 < len(value.Content); i += 2 {
		key := value.Content[i]
		field := slices.Index(keys, key.Value)
		switch {
		case field < 0 || key.Kind != yaml.ScalarNode:
			return errorAt(key, fmt.Sprintf("the key %q is unknown: write one of %s", key.Value, strings.Join(keys, ", ")))
		case seen[key.Value]:
			return errorAt(key, fmt.Sprintf("the key %q is written twice: join the two", key.Value))
		}
		seen[key.Value] = true
		if err := decode(value.Content[i+1], into.Field(field)); err != nil {
			return err
		}
	}
	return nil
}

// decodeScalar fills a text, a number or a truth value. What is written without quotes may be any of them: the words
// false and true are texts where a text is wanted.
func decodeScalar(node, value *yaml.Node, into reflect.Value) *Error {
	isScalar := value.Kind == yaml.ScalarNode
	switch into.Kind() {
	case reflect.Bool:
		b, err := strconv.ParseBool(value.Value)
		if !isScalar || err != nil || value.Tag != "!!bool" {
			return wrongType(node, "true or false")
		}
		into.SetBool(b)
	case reflect.Int:
		n, err := strconv.Atoi(value.Value)
		if !isScalar || err != nil || value.Tag != "!!int" {
			return wrongType(node, "a number")
		}
		into.SetInt(int64(n))
	case reflect.String:
		if !isScalar {
			return wrongType(node, "a text")
		}
		into.SetString(value.Value)
	default:
		panic(fmt.Sprintf("configuration with a %v", into.Type())) // a test reads every key
	}
	return nil
}

// resolve returns what an alias stands for.
func resolve(node *yaml.Node) *yaml.Node {
	for node.Kind == yaml.AliasNode {
		node = node.Alias
	}
	return node
}

func wrongType(node *yaml.Node, want string) *Error {
	return errorAt(node, "the value has the wrong type: want "+want)
}

func errorAt(node *yaml.Node, message string) *Error {
	return &Error{Line: node.Line, Column: node.Column, Message: message}
}
