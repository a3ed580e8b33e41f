module collectedticker

go 1.23
