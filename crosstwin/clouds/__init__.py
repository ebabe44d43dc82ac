"""What Crosstwin knows of each cloud: AWS, Azure, Google Cloud."""
