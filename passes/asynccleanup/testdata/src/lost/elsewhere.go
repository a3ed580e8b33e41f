package lost

func (s *store) discard() {
	s.f.Close()
}
