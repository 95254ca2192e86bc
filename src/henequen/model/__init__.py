"""The vocabulary: claims, evidence, places, dates, errors. Imports nothing of the other rooms."""
