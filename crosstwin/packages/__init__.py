"""The functions in functions/ as zips that a cloud takes."""
