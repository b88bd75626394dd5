-- The monetary limits of Law 4734 that D-05 decides by, in lira without VAT; each February brings new ones, entered by the department (/registry/parameters).
INSERT INTO parameter (name, valid_from, value, basis, author, at) VALUES ('satinalma.limitler', '2026-02-01',
  '[{validFrom: date("2026-02-01"), validTo: date("2027-01-31"), directMetropolitan: 1021827, directElsewhere: 340391, negotiated: 3406508, noticeShort: 2043844, noticeMedium: 4087898, threshold: 18734124}]',
  '4734 sayılı Kanun m.67; KİK eşik değer tebliği (teyit edilmeli)', 'sistem', 0);
