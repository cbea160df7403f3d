"""Files that documents name: the mark's artwork made safe, annexes checked, both served safely."""
