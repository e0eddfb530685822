"""What a scenario is made of, as plain frozen data, and the edition it belongs to."""
