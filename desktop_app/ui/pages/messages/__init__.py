"""Every message with its ticks, its reason and its story."""
