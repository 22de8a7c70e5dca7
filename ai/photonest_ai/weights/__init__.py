"""Getting the weights: archives as data, converted and verified by numbers; nothing here runs while serving."""
