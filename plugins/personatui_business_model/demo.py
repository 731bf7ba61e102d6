"""An example of an invented business that brings dinner boxes to households and canteens."""

from __future__ import annotations

from typing import Any

DEMO: dict[str, Any] = {
    "schema": 1,
    "title": "Dinner boxes",
    "segments": [
        {"id": "s2kd", "text": "Households that cook after work"},
        {"id": "s5vm", "text": "Small offices without a canteen"},
    ],
    "propositions": [
        {"id": "v3gq", "text": "Three dinners that are on the table in half an hour", "segments": ["s2kd"]},
        {"id": "v7xb", "text": "One warm lunch for all, ordered until nine", "segments": ["s5vm"]},
    ],
    "channels": [
        {"id": "c4nd", "text": "Pick-up shelves at the station", "segments": ["s2kd"]},
        {"id": "c8wp", "text": "The bicycle round at noon", "segments": ["s5vm"]},
    ],
    "relationships": [
        {"id": "r3fc", "text": "A subscription that can be paused by a message", "segments": ["s2kd"]},
        {"id": "r6tz", "text": "One person who knows the office", "segments": ["s5vm"]},
    ],
    "revenues": [
        {"id": "e2jr", "text": "A price a week for three boxes", "segments": ["s2kd"]},
        {"id": "e9mk", "text": "A price a head, invoiced monthly", "segments": ["s5vm"]},
    ],
    "resources": [{"id": "b4hv", "text": "A kitchen that works from five to noon", "segments": ["s2kd", "s5vm"]}],
    "activities": [{"id": "k8dx", "text": "Planning menus a fortnight ahead", "segments": ["s2kd", "s5vm"]}],
    "partners": [{"id": "p3cb", "text": "Four farms within an hour", "segments": ["s2kd", "s5vm"]}],
    "costs": [
        {"id": "t5qt", "text": "Food and people in the kitchen", "segments": ["s2kd", "s5vm"]},
        {"id": "t8zg", "text": "Riders", "segments": ["s5vm"]},
    ],
    "notes": [{"id": "x6rn", "heading": "Next", "text": "Ask three offices who decides about lunch."}],
}
