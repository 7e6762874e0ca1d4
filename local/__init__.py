"""Foreword on one machine: demo, serve, inspect. Never shipped."""
