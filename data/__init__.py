"""Everything that crosses a file boundary: registers, reference tables, season files, plan files."""
