"""Tournaments: one Django app whose rooms only look down.

content > control > awards > matches > brackets > payments > registration >
notifications > core > engine. Index files (models, urls, wagtail_hooks) only import.
"""
