"""Getting the weights: archives as data, one member each, converted and verified by numbers. Nothing here runs while pictures are analysed."""
