package belief

import (
	"context"

	"belief/vol"
)

// A Close that takes a context and returns an error number is a Close, and a file that has a lock inside is none.

func okSizeOf(ctx context.Context, v *vol.Volume, name string) (int64, error) {
	f, errno := v.Open(name)
	if errno != 0 {
		return 0, errno
	}
	defer f.Close(ctx)
	return f.Size, nil
}

func okExists(ctx context.Context, v *vol.Volume, name string) bool {
	f, errno := v.Open(name)
	if errno == 0 {
		f.Close(ctx)
	}
	return errno == 0
}

func okEmpty(ctx context.Context, v *vol.Volume, name string) bool {
	f, errno := v.Open(name)
	if errno != 0 {
		return true
	}
	defer func() { _ = f.Close(ctx) }()
	return f.Size == 0
}

func badTotal(v *vol.Volume, names []string) (total int64) {
	for _, name := range names {
		f, errno := v.Open(name) // want "f is overwritten in the next iteration before it is closed"
		if errno != 0 {
			continue
		}
		total += f.Size
	}
	return total
}
