"""What was said, in English."""
# ruff: noqa: RUF001 - the axles of a lorry are written with a multiplication sign

TALKS = {
    "octavia_price": (
        "> Good morning! What does the new Octavia estate cost with the 1.5 petrol engine?",
        "< Good morning, Peter. From 27,400 in the Ambition trim, on the road. There are two in white and one in blue.",
        "> And the blue one with winter tyres?",
        "< 28,150 with a set of Nokian tyres on alloy wheels. I can hold it for you until Friday.",
        "# Has been a client since 2016, offer the loyalty discount when he comes.",
        "> Please do. I'll come on Thursday after five.",
        "< It is yours until Friday evening. See you on Thursday!",
    ),
    "tatra_lead_time": (
        "> Hello, how long do you wait for a Tatra Phoenix 8×8 these days?",
        "< Hello! From the factory sixteen weeks. One 6×6 tipper is on our yard and could leave next week.",
        "> We need the 8×8. Can you send the offer to our purchasing department?",
        "< With pleasure. I'll send it within an hour, with the delivery term fixed in the contract.",
        "> Great, thanks.",
    ),
    "noise_in_suspension": (
        "> There's a knocking on the left front wheel over speed bumps. The car is two years old.",
        "< That is still under warranty. Does it knock only on bumps, or in corners as well?",
        "> Only on bumps.",
        "< Then it's most likely the stabiliser link: half an hour's work. Would Tuesday at 9:30 suit you?",
        "> Tuesday at 9:30 is fine.",
        "< You're booked. Please bring the service book.",
    ),
    "trade_in": (
        "> What could I get for a Rapid from 2017 with 84,000 km on it?",
        "< Between 8,200 and 9,000, depending on what we see. An appraisal takes twenty minutes and costs nothing.",
        "> Can it go towards a used Superb?",
        "< Of course, and the difference can be paid by instalments. We are here until eight in the evening.",
        "> I'll drop in tomorrow then.",
    ),
    "wrong_door": (
        "> My check engine light came on this morning, may I drive?",
        "< If it's steady and not flashing, you may, gently. I'm passing you on to our service colleagues.",
        "< They'll see it in the history, there is no need to explain it again.",
        "> It's steady. Thank you!",
    ),
    "kodiaq_in_stock": (
        "> Is there a seven-seat Kodiaq in stock?",
        "< Two: a grey diesel and a green petrol hybrid. Both have the tow bar.",
        "> The hybrid, what does it need on the motorway?",
        "< Around 6.9 litres at a steady 130. In town you'll drive electrically for some 90 km.",
        "> I'd like to see it this weekend.",
        "< Saturday from ten. I'll put it near the entrance and charge it for you.",
    ),
    "credit": (
        "> Do you give credit without a first payment?",
        "< From 10 % of the price, up to seven years. Without a first payment we can offer operating lease.",
        "> What would a Scala come to a month?",
        "< About 310 over five years with 10 % down. I can count it exactly on your model.",
        "> Let me think about it over the weekend.",
    ),
    "mileage": (
        "> Is the mileage of the Yeti on your page real?",
        "< It is: every service was done here, and I can show you the history with dates. 61,240 km at the last one.",
        "> Any accidents?",
        "< The rear bumper was painted in 2021 after a parking scratch. Nothing else.",
        "> Honest answer, I like that. When can I see it?",
        "< Today until eight, ask for me at the desk.",
    ),
    "dump_truck": (
        "> We need three tippers for a quarry. Is there a discount for a fleet?",
        "< For three there's 6 %, and the first two services are on us. Which volume of the body do you need?",
        "> 18 cubic metres, rock body, heated.",
        "< We have that configuration at the factory. I'll send you the drawing and the price today.",
    ),
    "winter_tyres": (
        "> Can you change and store tyres? Size 205/55 R16.",
        "< Yes: changing and balancing is 48 for the set, storing until spring is 35.",
        "> Book me for Saturday, please.",
        "< Saturday 11:20. The wheels will be washed and labelled.",
    ),
    "test_drive": (
        "> I'd like to try the electric Enyaq.",
        "< With pleasure! Tomorrow at 15:00 or on Saturday at noon?",
        "> Saturday at noon. May I take my wife and the dog?",
        "< Both are welcome, we'll put a blanket in the back. Please bring your driving licence.",
    ),
    "opening_hours": (
        "> Are you open on Sunday?",
        "< The service from 9 to 15, the showroom from 10 to 18.",
        "> Thanks!",
    ),
    "karoq_colour": (
        "> The Karoq in dark green, is it possible?",
        "< It is, with a wait of about five weeks. A sample of the paint is in the showroom.",
        "> I'll think and write to you.",
    ),
    "leasing": (
        "> Do you work with leasing companies for the Tatra Force?",
        "< With four of them. Tell me the term and the first payment, and I'll collect their offers.",
        "> 36 months, 20 %.",
        "< Got it, the answers usually come within a day.",
    ),
    "recall": (
        "> I've had a letter about a recall, what is it about?",
        "< A new belt tensioner: 40 minutes, free of charge. I can see your car in the list.",
        "> I'll call when I am back in town.",
    ),
    "superb_options": (
        "> Hello again! Which Superb trims come with ventilated seats?",
        "< Good to see you again! Laurin & Klement has them, and Style with the comfort package.",
        "> And is there one I could look at?",
    ),
    "spare_parts": (
        "> Do you have brake pads for a 2018 Octavia RS?",
        "< Front or rear? I'll check both in the meantime.",
        "> Both, and the sensors, please.",
        "< Front ones are here, the rear ones come tomorrow before noon.",
    ),
    "fabia_2019": (
        "> Is the red Fabia of 2019 still for sale?",
        "< It is, and it has just come back from the wash. What would you like to know?",
        "> How many owners were there?",
    ),
    "crane_chassis": (
        "> Good afternoon. Can a Tatra chassis take a 40-tonne crane?",
        "> We'd need the axle loads as well.",
    ),
    "enyaq_range": (
        "> Hello! What range does the Enyaq 85 really have in winter?",
        "> And how long does it take to charge?",
    ),
    "oil_change": ("> Hi, can I come for an oil change today?",),
}
