"""What every slice may use and what uses nothing of ours: the error tree, the record base, ids and the clock."""
