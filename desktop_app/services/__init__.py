"""What a clinic does, one verb after another. No framework."""
