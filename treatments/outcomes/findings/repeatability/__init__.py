"""How exactly a clinic measures, from readings that were taken twice: pure, from frozen groups of replicates."""
