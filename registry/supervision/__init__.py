"""What the regulator looks at after the fact; it begins with what a change touches."""
