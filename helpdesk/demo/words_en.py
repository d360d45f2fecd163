"""The dealership in English."""

from helpdesk.demo.talks_en import TALKS
from helpdesk.demo.words import Words

WORDS = Words(
    contact_point="Cheshka website",
    title="Cheshka car dealership",
    greeting="Hello! Ask us about a car, a part or a repair. We usually answer within a minute.",
    groups={
        "skoda": "Skoda: new cars",
        "tatra": "Tatra: new cars",
        "used": "Used cars",
        "service": "Service",
    },
    people={
        "owner": ("Vaclav", "Cerny"),
        "olga": ("Olga", "Sokolova"),
        "anna": ("Anna", "Novakova"),
        "boris": ("Boris", "Vesely"),
        "clara": ("Clara", "Dvorak"),
        "dmitry": ("Dmitry", "Orlov"),
        "elena": ("Elena", "Kralova"),
        "fedor": ("Fedor", "Zaytsev"),
        "galina": ("Galina", "Belova"),
        "ivan": ("Ivan", "Prochazka"),
    },
    hold_scenario="While you wait",
    hold_steps=(
        "Thank you for waiting. All of us are talking to other clients: just a little longer, please.",
        "Nobody is free yet. Choose a time and we'll call you, or leave a request: we'll answer by phone or e-mail.",
    ),
    categories={
        "price": "Price and discounts",
        "stock": "In stock?",
        "delivery": "Delivery term",
        "test-drive": "Test drive",
        "finance": "Credit and leasing",
        "trade-in": "Trade-in",
        "repair": "Repair and maintenance",
        "other": "Something else",
    },
    quick_replies=(
        ("Greeting", "", "Hello! How can I help you?", None),
        ("One moment", "", "One moment, please, I am checking.", None),
        ("Address", "Where we are", "We are at 15 Prague Street, opposite the tram depot. Parking is free.", None),
        ("Hours", "Where we are", "Showroom: every day from 10 to 20. Service: Monday to Saturday from 8 to 20.", None),
        ("Test drive", "Selling", "Would you like to try it? Choose a day, and I'll have the car ready.", "skoda"),
        ("Documents", "Selling", "To reserve a car we need a passport and a deposit of 500, refundable.", "skoda"),
        ("Offer for a company", "Selling", "Please send me the company's details, and I'll prepare an offer.", "tatra"),
        ("Appraisal", "Trade-in", "An appraisal takes twenty minutes and is free. When would it suit you?", "used"),
        ("Booking", "Service", "Which day suits you? Please tell me the number plate and the mileage too.", "service"),
        ("Tow truck", "Service", "Our tow truck comes day and night: +420 555 010 112.", "service"),
    ),
    contacts={
        "petr": "Peter Havel",
        "petr_jr": "Lucy Havel",
        "marina": "Marina Kovalenko",
        "timur": "Timur Safin",
        "nina": "Nina Larsson",
    },
    talks=TALKS,
)
