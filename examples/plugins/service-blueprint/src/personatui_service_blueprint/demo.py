"""An example blueprint: a weekend with a rented owl."""

from __future__ import annotations

from typing import Any

DEMO: dict[str, Any] = {
    "schema": 1,
    "title": "A weekend with an owl",
    "service": "From the booking to the empty box on Monday",
    "acceptable": 90,
    "stages": [
        {"id": "book", "text": "Books"},
        {"id": "meet", "text": "Takes it over"},
        {"id": "night", "text": "First night"},
    ],
    "evidence": [
        {"id": "e1", "text": "Confirmation with a photograph", "stage": "book"},
        {"id": "e2", "text": "Clean box, name on it", "stage": "meet"},
    ],
    "customer": [
        {"id": "c1", "text": "Chooses an animal and pays", "stage": "book", "minutes": 20, "leads_to": ["o1"]},
        {
            "id": "c2",
            "text": "Holds it for the first time",
            "stage": "meet",
            "minutes": 10,
            "persona": "persona/maya-okafor",
            "leads_to": ["c3"],
        },
        {"id": "c3", "text": "Calls, because it does not eat", "stage": "night", "minutes": 5, "leads_to": ["o3"]},
    ],
    "onstage": [
        {
            "id": "o1",
            "text": "Site confirms the booking",
            "stage": "book",
            "minutes": 1,
            "owner": "booking site",
            "leads_to": ["b1"],
        },
        {
            "id": "o2",
            "text": "Driver shows how to handle it",
            "stage": "meet",
            "minutes": 15,
            "owner": "driver",
            "leads_to": ["c2"],
        },
        {"id": "o3", "text": "Keeper answers", "stage": "night", "minutes": 8, "owner": "night keeper"},
    ],
    "backstage": [
        {"id": "b1", "text": "Keeper packs animal and food", "stage": "book", "minutes": 25, "leads_to": ["s1", "o2"]},
    ],
    "support": [
        {"id": "s1", "text": "Vet signs the health sheet", "stage": "book", "minutes": 10, "owner": "vet"},
    ],
    "waits": [
        {"id": "w1", "text": "Until the driver comes", "stage": "meet", "step": "o2", "minutes": 30, "acceptable": 20},
    ],
    "fails": [
        {
            "id": "f1",
            "text": "The wrong food is packed",
            "stage": "book",
            "step": "b1",
            "chance": 0.04,
            "minutes": 45,
            "recovery": "The driver carries a second box",
        },
        {"id": "f2", "text": "Nobody answers at night", "stage": "night", "step": "o3", "chance": 0.1},
    ],
}
