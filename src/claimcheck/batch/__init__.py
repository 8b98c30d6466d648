"""Many documents: where they come from, the engines that check them, and how their results are kept."""
