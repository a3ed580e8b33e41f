module timer

go 1.22
