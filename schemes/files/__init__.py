"""Files that documents name: taken by their bytes, drawings made safe, shown and served safely."""
