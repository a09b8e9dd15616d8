"""The texts that go out, edited beside a live preview."""
