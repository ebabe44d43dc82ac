"""Inputs that once had a wrong or silent answer, each with the right one: docs/reference/answers.md.

A module of cases has TITLE, INTRODUCTION and CASES, and is one of `page.SECTIONS`. A test of its part of the
product runs each case; `page.py` writes them down.
"""
