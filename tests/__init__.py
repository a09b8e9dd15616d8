"""Tests: unit, storage, whatsapp, api, ui, e2e, architecture; fakes and benchmarks beside them."""
