"""What documents call the fields of a persona: headings, labels and keys, and the field each stands for.

A field is spelled as in a file: `pains`, `demographics.age`. Names are compared after `normalise`, so case,
punctuation, plurals, `-`, `_`, `/` and `&` make no difference and stand here once.
"""

from __future__ import annotations

import re
import unicodedata

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_NOT_WORDS = re.compile(r"[^\w]+|_+")
_NUMBERING = re.compile(r"^\s*(?:\d+(?:\.\d+)*[.)]|[ivx]+[.)]|[a-z]\))\s+", re.IGNORECASE)
_ASIDES = re.compile(r"\([^)]*\)|\[[^\]]*\]|:[a-z0-9_+-]+:")
# What may stand before a field's name without changing what it names.
_BEFORE = re.compile(
    r"^(?:(?:the|a|an|top|main|key|primary|core|major|biggest|common|current|typical|important|other|some|"
    r"his|her|their|its|my|our|your|customer|user|persona|buyer|learner|personal|professional|general)\s+)+(?=\w)"
)
_OWNER = re.compile(r"^\w+(?:\s\w+)?['’]s?\s+", re.UNICODE)

# What a heading that names several fields is taken apart at.
COMBINED = re.compile(r"\s*(?:/|&|\+|,|;|\band\b|\bor\b)\s*", re.IGNORECASE)

PERSONA_SYNONYMS: dict[str, str] = {
    "name": "name; persona name; full name; first name",
    "id": "id; identifier; slug; persona id",
    "title": "title",
    "demographics.age": "age; age range; age group; years old; age in years",
    "demographics.gender": "gender; sex; gender identity",
    "demographics.pronouns": "pronouns; preferred pronouns",
    "demographics.location": "location; city; country; lives in; residence; based in; hometown; home; place; "
    "place of residence; address; where; where they live; region; town",
    "demographics.family": "family; family status; marital status; relationship status; relationship; "
    "household; family situation; children; kids; living situation; family life; household size",
    "demographics.education": "education; degree; qualifications; education level; level of education; "
    "school; academic background; studies; educational background; highest degree",
    "demographics.occupation": "occupation; profession; job title; job role; role; position; work title; "
    "career; employment; works as; designation; role title; current role; job position",
    "demographics.income": "income; salary; earnings; annual income; household income; income level; yearly income",
    "demographics.languages": "languages; language; spoken languages; languages spoken",
    "firmographics.industry": "industry; sector; vertical; industry sector; company industry; industries",
    "firmographics.size": "company size; organisation size; organization size; employees; number of "
    "employees; headcount; business size; size of company; firm size",
    "firmographics.revenue": "revenue; annual revenue; turnover; company revenue",
    "firmographics.geography": "geography; market region; geographies; company location",
    "firmographics.structure": "organisation structure; organization structure; ownership; company structure; "
    "organisational structure; organizational structure; company type",
    "firmographics.tech_stack": "tech stack; technology stack; tools; software; technologies used; tools used; "
    "apps; tools and technologies; software used; tooling; stack; tools and software",
    "firmographics.department": "department; business unit; division",
    "firmographics.seniority": "seniority; seniority level; job level",
    "facets.motivations": "technology motivations; motivations for using technology; motivation to use technology",
    "facets.information_processing": "information processing; information processing style",
    "facets.self_efficacy": "computer self efficacy; self efficacy",
    "facets.risk": "risk; attitude toward risk; attitude towards risk; risk attitude; risk tolerance; "
    "attitude to risk; risk aversion",
    "facets.learning": "learning style; learning by process or tinkering; learning; tech learning style",
    "background": "background; bio; biography; about; about the persona; about me; who; who they are; who are "
    "they; who is this; story; description; job; overview; job description; responsibilities; narrative; "
    "history; experience; work experience; introduction; intro; life story; job responsibilities; role and "
    "responsibilities; professional background; about him; about her; about them; backstory; context; work; "
    "role description; who am i; meet; life",
    "goals": "goals; objectives; primary goal; desired outcomes; aims; aspirations; ambitions; what they "
    "want; wants; targets; dreams; life goals; end goals; experience goals; expected outcomes; outcomes; what "
    "she wants; what he wants; hopes; hopes and dreams; goals and objectives; goals and aspirations",
    "needs": "needs; requirements; must haves; what they need; what she needs; what he needs; expectations; "
    "needs and expectations; user needs; needs and requirements",
    "motivations": "motivations; drivers; motivators; what drives them; what motivates them; values; motives; "
    "motivating factors; motivations and drivers; why",
    "behaviours": "behaviours; behaviors; habits; day in the life; typical day; daily routine; routine; "
    "activities; hobbies; interests; lifestyle; buying behaviour; buying behavior; usage; tasks; behaviour "
    "patterns; behavior patterns; hobbies and interests; habits and behaviours; daily life; daily tasks; "
    "shopping behaviour; shopping behavior; behaviours and habits; behaviors and habits; online behaviour; "
    "online behavior",
    "preferences": "preferences; likes; brands; brand preferences; favourite brands; favorite brands; "
    "preferred brands; likes and dislikes",
    "pains": "pains; challenges; frustrations; pain points; problems; fears; worries; concerns; obstacles; "
    "struggles; dislikes; annoyances; difficulties; issues; blockers; stressors; what keeps them up at night; "
    "fears and frustrations; pains and frustrations; challenges and pain points; pain points and challenges; "
    "frustrations and pain points; challenges and frustrations; anxieties; worries and fears",
    "channels": "channels; media; social media; communication channels; information sources; touchpoints; how "
    "to reach them; communication; media consumption; preferred channels; sources of information; "
    "communication preferences; where to find them; touch points; marketing channels",
    "triggers": "triggers; buying triggers; trigger events; what triggers the search; purchase triggers",
    "success_factors": "success factors; expected benefits; expected gains; what success looks like; success "
    "criteria; measures of success; success metrics; success looks like",
    "objections": "objections; barriers; common objections; perceived barriers; hesitations; doubts; "
    "reservations; barriers to purchase; barriers to adoption; buying barriers; purchase barriers; sales "
    "objections",
    "decision_criteria": "decision criteria; buying criteria; evaluation criteria; purchase criteria; "
    "selection criteria; decision factors; buying factors",
    "quotes": "quotes; quote; in their own words; quotation; verbatim; real quotes; voice; voice of the "
    "customer; in her own words; in his own words; verbatims; quotations",
    "traits": "traits; personality; character; personality traits; character traits; characteristics",
    "tags": "tags; keywords; categories; category; labels",
    "summary": "summary; tagline; in brief; in a nutshell; elevator pitch; one liner; headline; short "
    "description; motto; brief; tl dr; tldr; subtitle",
    "picture": "picture; image; img; avatar; photo; portrait; icon; headshot; profile picture; profile image; "
    "image url; profile photo; photo url; photograph",
    "segment": "segment; market segment; target group; target segment; customer segment; target audience; "
    "audience segment",
    "kind": "kind; market; market type; persona kind; b2b or b2c; business model",
    "role": "design role; persona type; persona role; priority; type; type of persona; persona category",
    "buying_roles": "buying role; role in the buying process; decision role; buying center role; purchase "
    "role; buying centre role; decision making role; role in buying; buying roles; role in purchase decision",
    "relation": "relation; customer status; customer relation",
    "basis": "basis; research basis; based on",
    "n": "participants; sample size; number of participants; number of interviews; interviews conducted; n; "
    "people interviewed; people studied",
    "date": "date; last updated; updated; last reviewed; last modified; research date",
    "interface": "interface",
    "links": "see also; links; related; related personas; references; further reading; resources; more "
    "information; url; website; linkedin; homepage; read more; related links; external links; web",
    "notes": "notes; note; comments; remarks; additional information; miscellaneous; other; misc; additional notes",
}

# Headings over facts of several fields.
CONTAINERS = (
    "demographics; firmographics; demographic; profile; details; basics; facts; basic information; basic info; "
    "fact sheet; at a glance; vital statistics; vitals; company profile; information; personal data; identity; "
    "persona; facets; gendermag facets; gendermag; stats; statistics; quick facts; data; demographic information; "
    "demographic profile; demographic data; demographics and background; profile information; card; snapshot; "
    "particulars; key data; facts and figures; about and demographics; company; organisation; organization; "
    "personal info; metadata; bio data; firmographic data; firmographic information"
)

# Fields that these names mean only when no tool has a box of that name.
WEAK_SYNONYMS: dict[str, str] = {
    "success_factors": "gains; benefits; gain; rewards",
    "quotes": "says; said",
    "behaviours": "does; actions; says and does",
    "motivations": "thinks; feels; feelings; thoughts; thinks and feels; emotions; attitudes",
    "triggers": "push; pushes",
}

# What some names say beyond the field: Cooper's kind of goal.
GOAL_KINDS: dict[str, str] = {
    "end": "desired outcomes; primary goal; objectives; end goals; expected outcomes; outcomes; goals and objectives",
    "experience": "experience goals",
    "life": "life goals; aspirations; dreams; ambitions; hopes and dreams",
}


def normalise(name: str) -> str:
    """A heading, label or key in the form in which names are compared: `Pain-Points:` gives `pain point`."""
    text = unicodedata.normalize("NFKC", _CAMEL.sub(" ", name)).casefold().replace("&", " and ").replace("+", " and ")
    text = text.replace("’", "'").replace("'", "")
    words = [_singular(word) for word in _NOT_WORDS.sub(" ", text).split()]
    return " ".join(word for word in words if word != "and")


def variants(name: str) -> tuple[str, ...]:
    """Simpler spellings of a name, the closest first: without number, asides, owner and `top` or `main`."""
    found = [normalise(name)]
    text = _NUMBERING.sub("", name)
    bare = _ASIDES.sub(" ", text).strip()
    for simpler in (text, bare, _OWNER.sub("", bare)):
        plain = normalise(simpler)
        found.append(plain)
        found.append(_BEFORE.sub("", plain))
    return tuple(dict.fromkeys(spelling for spelling in found if spelling))


def table(source: dict[str, str]) -> dict[str, str]:
    """Field by normalised name."""
    return {normalise(name): field for field, names in source.items() for name in names.split(";")}


def names_in(text: str) -> frozenset[str]:
    """The normalised names of a list."""
    return frozenset(normalise(name) for name in text.split(";"))


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 2 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word
