"""The pretend WhatsApp: a small web server and page for practice mode, the tour and the tests.

`server.PracticeWhatsApp` is the way in; `phone.PracticePhone` is the hand on the phones; `settings.PracticeSettings` lists
every switch. Inside: world (what it knows) ← post_office, linking (how it changes) ← desk_page, phone (who changes it) ←
control, shells, requests (HTTP) ← server. The page itself lies in resources/practice/.
"""
