"""The reports of the invented war and the claims in them."""

from types import SimpleNamespace

from publish_makers import (
    ARABIC,
    ATTACK,
    HOSTILE_SOURCE,
    HOSTILE_TITLE,
    NORTH,
    SOUTH,
    at,
    make_claim,
    make_document,
    on,
    ring,
)

from sijill.model import ActorRef, Figure, Lineage, PlaceRef, replace


def build_reports():
    """The documents and claims by the names that the incidents use."""
    text = (
        "Northern troops took the Mill Quarter on Sunday, their spokesman Radu Venn said. "
        "At least 12 Southern fighters were killed. Shells hit Saint Ode Hospital in the Harbour Quarter. "
        "Amal Sarraf, a resident of Kiln Street, saw two planes bomb the market. "
        f"The ministry says {ATTACK} fell on Tarn. Talks will open in Ostrel on 9 May."
    )
    wire = make_document("wire-1.txt", text, publisher="Lowland Wire", title=HOSTILE_TITLE)
    copy = make_document(
        "copy-1.txt", text + " Read more.", publisher="Morning Echo", title="Echo: fog over Velmora"
    )
    copy = replace(copy, copy_of=(Lineage(document=wire.id, relation="same_text", similarity=0.98),))
    rival = make_document(
        "https://example.org/gazette/5",
        "The Southern command denied that the Mill Quarter had fallen. It lost three men there, it said, "
        "while about 40 Northern soldiers were killed. Venn's claim is false, Sarraf told us. "
        "Fighters hold the villages ten kilometres southwest of Velmora. "
        "Between 3 and 6 May, 155 people died.",
        publisher="The Coastal Gazette",
        published="2031-05-06",
        url="https://example.org/gazette/5",
    )
    undated = make_document(
        HOSTILE_SOURCE,
        "Several towns were seized near the river. Planes struck twice.",
        publisher=None,
        published=None,
        flags=("undated", "repeated_passages"),
    )
    arabic = make_document(
        "arabic.txt", ARABIC, publisher="صوت الساحل", language="ar", title="قصف على حي المرفأ"
    )
    venn, sarraf = ActorRef(name="Radu Venn"), ActorRef(name="Amal Sarraf")
    north = ActorRef(name="Northern troops", id="north_army", side=NORTH, label="Northern army")
    south = ActorRef(name="Southern fighters", id="south_army", side=SOUTH, label="Southern army")
    command = ActorRef(name="The Southern command", id="south_command", side=SOUTH)
    southwest = PlaceRef(
        name="Velmora",
        relation="ten kilometres southwest of Velmora",
        id="velmora",
        label="Southwest of Velmora",
        lat=36.14,
        lon=40.92,
        precision=5,
        geometry=ring(36.14, 40.92, 4),
    )
    took = make_claim(
        wire,
        "Northern troops took the Mill Quarter on Sunday",
        "capture",
        venn,
        actors=(north,),
        places=(at("mill"),),
        when=on("2031-05-04", text="on Sunday"),
        extent="whole",
        confidence=0.8,
    )
    took_copy = make_claim(
        copy, took.quote, "capture", venn, actors=(north,), places=(at("mill"),), when=took.when
    )
    killed = make_claim(
        wire,
        "At least 12 Southern fighters were killed",
        "casualties",
        venn,
        targets=(south,),
        figures=(Figure(measure="killed", who="Southern fighters", low=12, qualifier="at least"),),
        when=took.when,
    )
    denied = make_claim(
        rival,
        "The Southern command denied that the Mill Quarter had fallen",
        "capture",
        command,
        stance="denies",
        actors=(north,),
        places=(at("mill"),),
        when=took.when,
        about=took.id,
    )
    lost = make_claim(
        rival,
        "It lost three men there",
        "casualties",
        command,
        targets=(south,),
        figures=(Figure(measure="killed", who="Southern fighters", low=3, high=3, qualifier="three"),),
        when=took.when,
    )
    shelled = make_claim(
        wire,
        "Shells hit Saint Ode Hospital in the Harbour Quarter",
        "shelling",
        places=(at("clinic"),),
        when=on("2031-05-04"),
    )
    bombed = make_claim(
        wire,
        "Amal Sarraf, a resident of Kiln Street, saw two planes bomb the market",
        "air_strike",
        sarraf,
        via=(ActorRef(name="Lowland Wire", id="lowland_wire"),),
        hedged=True,
        places=(at("kiln"),),
        when=on("2031-05-03"),
    )
    false = make_claim(
        rival,
        "Venn's claim is false, Sarraf told us",
        "statement",
        ActorRef(name="Sarraf"),
        when=on("2031-05-05"),
    )
    attack = make_claim(
        wire,
        f"The ministry says {ATTACK} fell on Tarn",
        "shelling",
        "The ministry",
        places=(at("tarn"),),
        when=on("2031-05-02"),
    )
    talks = make_claim(
        wire,
        "Talks will open in Ostrel on 9 May",
        "negotiation",
        stance="plans",
        places=(at("ostrel"),),
        when=on("2031-05-09"),
    )
    hold = make_claim(
        rival,
        "Fighters hold the villages ten kilometres southwest of Velmora",
        "held",
        actors=(south,),
        places=(southwest,),
        when=on("2031-05-06"),
    )
    toll = make_claim(
        rival,
        "Between 3 and 6 May, 155 people died",
        "casualties",
        figures=(Figure(measure="killed", who="people", low=155, high=155, scope="cumulative"),),
        when=on("2031-05-03", "2031-05-06", "interval"),
    )
    towns = make_claim(
        undated,
        "Several towns were seized near the river",
        "capture",
        places=(PlaceRef(name="towns near the river"),),
    )
    struck = make_claim(
        undated, "Planes struck twice", "air_strike", figures=(Figure(measure="strikes", low=2, high=2),)
    )
    shell_ar = make_claim(
        arabic,
        ARABIC,
        "shelling",
        ActorRef(name="مصادر محلية"),
        places=(at("harbour"),),
        when=on("2031-05-04"),
        figures=(Figure(measure="killed", who="أشخاص", low=3, high=3),),
    )
    old = make_claim(
        rival,
        "while about 40 Northern soldiers were killed",
        "casualties",
        command,
        targets=(north,),
        background=True,
        when=on("2029-01-01", "2029-12-31", "year"),
    )
    claims = [
        took,
        took_copy,
        killed,
        denied,
        lost,
        shelled,
        bombed,
        false,
        attack,
        talks,
        hold,
        toll,
        towns,
        struck,
        shell_ar,
        old,
    ]

    return SimpleNamespace(
        arabic=arabic,
        attack=attack,
        bombed=bombed,
        claims=claims,
        command=command,
        copy=copy,
        denied=denied,
        false=false,
        hold=hold,
        killed=killed,
        lost=lost,
        north=north,
        old=old,
        rival=rival,
        shell_ar=shell_ar,
        shelled=shelled,
        south=south,
        southwest=southwest,
        struck=struck,
        talks=talks,
        toll=toll,
        took=took,
        took_copy=took_copy,
        towns=towns,
        undated=undated,
        wire=wire,
    )
