"""A believable site to look at: people, three tournaments, and pictures drawn on the spot."""
