"""Speed, as ratios within one run: the engine, the draw, and a page beside a trivial view."""
