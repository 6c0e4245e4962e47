"""What every page shares: the base page, the image model, shared blocks and template tags."""
