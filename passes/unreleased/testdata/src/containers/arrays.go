package containers

import "os"

// Arrays go where their elements go, and what lies in an element lies in the array.

type dir struct {
	name string
	file *os.File
}

type keeper struct {
	dirs  [2]dir
	files [2]*os.File
}

func (k *keeper) Close() {
	for _, d := range k.dirs {
		d.file.Close()
	}
}

func newKeeper(dirs [2]dir) *keeper { return &keeper{dirs: dirs} }

func okArrayReturned(name string) [2]*os.File {
	var files [2]*os.File
	f, err := os.Open(name)
	if err != nil {
		panic(err)
	}
	files[1] = f
	return files
}

func okArrayOfStructs(names [2]string) *keeper {
	var dirs [2]dir
	for i, name := range names {
		f, err := os.Open(name)
		if err != nil {
			panic(err)
		}
		dirs[i].name = name
		dirs[i].file = f
	}
	return newKeeper(dirs)
}

func okElementOfStruct(k *keeper, names [2]string) {
	var dirs [2]dir
	for i, name := range names {
		f, err := os.Open(name)
		if err != nil {
			panic(err)
		}
		dirs[i].file = f
	}
	k.files = [2]*os.File{dirs[0].file, dirs[1].file}
}

func badArrayOfStructs(names [2]string) (*keeper, error) {
	var dirs [2]dir
	for i, name := range names {
		f, err := os.Open(name) // want `f is not closed if the function returns at line L(first)`
		if err != nil {
			return nil, err // L(first)
		}
		dirs[i].file = f
	}
	return newKeeper(dirs), nil
}

// A list that has the file in it is not empty.

func okNotEmpty(names []string, skip func(*os.File) bool) ([]*os.File, error) {
	var files []*os.File
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			for _, f := range files {
				f.Close()
			}
			return nil, err
		}
		if skip(f) {
			f.Close()
			continue
		}
		files = append(files, f)
	}
	if len(files) == 0 {
		return nil, os.ErrNotExist
	}
	return files, nil
}
