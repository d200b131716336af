/**
 * Evenings in which something once went wrong that is mended now. Each is kept as its plan and its seed, so that a change of what draws plans
 * leaves it as it was, and proves that it is still the evening it was: with the mistake put back (planted/) it breaks the same promise.
 */
import { readPlan, type Plan } from "./plan.ts";

export type KnownEvening = {
  readonly found: string;
  /** The planted bug that is the mistake of then, or as good as. */
  readonly bug: string;
  readonly breaks: string;
  readonly seed: number;
  readonly plan: Plan;
};

export const KNOWN_EVENINGS: readonly KnownEvening[] = [
  {
    found: "a tab that had just opened read what was stored, and had not heard what the others said meanwhile",
    bug: "deaf-while-it-reads", breaks: "L1", seed: 388,
    plan: readPlan("3 relaxed 1 values 0 0 6000; 3321 1 1902331243 act; 4612 1 1988793124 second tab"),
  },
  {
    found: "an order that was fired later than it was placed was told of as if it had waited since then",
    bug: "alarm-counted-from-placing", breaks: "L4", seed: 41,
    plan: readPlan("2 strict 1 values 0 0 8000; 5974 0 1878029766 act; 7460 0 1425872160 act"),
  },
  {
    found: "of an order that was told of once nobody was told again, whatever happened to it",
    bug: "one-alarm-for-an-order", breaks: "L4", seed: 71,
    plan: readPlan("3 strict 2 values 0.4 5 45000; 14707 1 1311121125 hurry; 14790 2 1663636109 act; 14980 1 108601784 act; 15221 2 1080510651 act; 43625 2 1210397147 act; 43883 1 759266755 act; 43934 2 2047482974 hurry; 44181 1 1112472676 act"),
  },
  {
    found: "a second backup was restored between the comparison and a slow snapshot",
    bug: "no-compare-after-a-snapshot", breaks: "S3", seed: 554,
    plan: readPlan("3 strict 1 values 0 0 9000; 476 1 337997712 restore; 948 0 2035791598 act; 1754 0 1694872649 restore; 3542 2 1504895173 restore; 4906 1 1980931308 restore; 7918 1 1387404750 restore; 8205 1 1594174429 hurried restore; 8806 2 1573049202 restore"),
  },
  {
    found: "a backup forgot what was answered, and strangers' events passed for it",
    bug: "strangers-pass-for-ours", breaks: "S3", seed: 880,
    plan: readPlan("3 strict 1 text 0.4 5 8000; 1032 2 1071300689 backup; 1604 2 141148334 act; 1711 1 84725891 backup; 1752 1 198759532 hurried restore; 2030 1 705671316 hurry; 2345 2 1552220341 hurry; 3118 1 1452255689 guest; 3471 1 36040360 backup; 4125 0 1226812446 guest; 4145 0 1519110022 backup; 4870 0 114835320 restore; 5201 0 1765916693 backup; 5914 0 1591330363 backup; 6438 0 615072903 hurried restore; 6538 0 588786304 restore; 6827 0 931331808 hurried restore; 7349 0 1331354374 guest; 7382 0 454577686 backup; 7871 2 916895148 act"),
  },
  {
    found: "the last client that was to be compared was somebody else's by then, and what waited for the comparison waited on",
    bug: "conflict-settles-nothing", breaks: "L1", seed: 869459106,
    plan: readPlan("3 strict 1 values 0 0 45000; 68 2 1173100333 deaf process; 312 2 2079535296 buffering; 677 2 10098619 good air; 1012 2 130038052 no air; 1920 1 35775534 wipe; 2682 1 3774592 act; 3384 1 667825032 menu; 3686 2 332065334 revoke; 4436 1 1996302468 act; 4511 2 794768216 freeze; 4937 1 1414355274 no air; 5166 1 217993136 no air; 5491 0 24107938 act; 6536 0 63588146 close one tab; 6703 0 769683614 act; 7138 2 1987618943 act; 7763 0 1123062799 no streams; 8450 0 252786711 act; 8801 0 1691088418 act; 9014 2 1555230069 no streams; 9249 2 2017678103 guest; 9689 2 2115793500 lossy air; 10464 2 268158930 hurry; 10580 0 1387782504 act; 11191 2 1485400538 act; 11502 2 1512146386 good air; 12151 1 1809510850 no air; 12314 0 825559656 close one tab; 12585 0 508019644 buffering; 13228 2 45623632 menu; 13767 2 1497263296 deaf process; 14502 2 445034607 lossy air; 15258 0 1978777617 lossy air; 15492 1 929335282 no streams; 15791 1 1215144708 act; 16012 1 1399162782 wipe; 16194 0 30281310 act; 16484 2 126682740 second tab; 16739 1 1520628121 wipe; 17072 1 62872061 good air; 17654 2 1209374473 hurry; 17917 0 1474884855 wipe; 18428 0 1621975585 lossy air; 19151 1 1887042666 act; 19554 1 735218090 act; 20345 0 733589569 act; 20426 1 887489787 act; 22302 1 1334320047 deaf process; 22488 2 1082893925 no air; 22809 1 1956094998 hurry; 23288 0 171310689 act; 23644 1 1440271326 revoke; 23822 0 1971502780 guest; 24615 1 694943446 guest; 24708 1 2109198530 revoke; 25497 1 416837423 die; 25846 1 1464153632 no streams; 26294 0 1668265969 act; 27052 2 2053372704 act; 28465 0 578803454 act; 28872 2 1836412741 close one tab; 29561 0 1893873821 freeze; 30282 1 272315452 act; 30660 2 1849309890 act; 31025 1 847837579 buffering; 31685 2 1915832811 guest; 31737 2 1587609896 guest; 32265 0 1143561458 act; 32497 2 769884355 menu; 33172 0 1263253538 freeze; 33837 1 1092266543 hurry; 34355 1 1566567185 lossy air; 34457 1 641849189 hurry; 34478 1 1663124593 revoke; 34653 0 1648944868 hurried restore; 37418 0 1856294470 good air; 37897 0 424213324 hurry; 38326 0 1337682531 no air; 38419 1 963132839 act; 38781 2 1584217195 act; 39089 0 2015241946 act; 39652 2 1367612518 act; 39709 1 1011977141 act; 43745 0 434627864 guest; 43824 0 1886647036 act; 44242 0 1266426275 act; 44265 2 1851878069 no air; 44937 1 703045808 act"),
  },
  {
    found: "a woken tab was to stop leading, and then to lead again: it did so in the other order, and nobody led",
    bug: "started-and-then-stopped", breaks: "L1", seed: 974546573,
    plan: readPlan("3 strict 1 text 0.1 200 11000; 1252 1 509497060 freeze; 1544 1 492970928 not reading; 1667 2 1298884149 lossy air; 1873 0 1054965862 act; 2089 2 679534975 guest; 2125 2 1596935459 act; 2353 0 1279935784 revoke; 2377 0 1232877226 act; 2662 0 907116578 act; 2840 0 26712590 hurry; 3133 0 1529275403 backup; 3248 0 570285848 act; 3380 0 1859848319 act; 3594 1 1163675409 no streams; 3670 1 461956285 act; 3762 0 1394304572 act; 3985 1 625564950 kill one; 4159 1 178533317 lossy air; 4407 1 1688083989 act; 4614 0 291375566 revoke; 4857 1 548852940 act; 5007 2 1027983723 backup; 5304 1 1666842566 act; 5539 0 790264794 revoke; 5799 2 348058529 act; 6048 2 1749372765 hurry; 6325 2 1051956561 hurry; 6458 1 614593293 act; 6565 2 1083241672 guest; 6659 0 2060609571 act; 6800 0 857399076 backup; 7026 2 1358657384 backup; 7261 1 587763345 kill one; 7658 1 1177634424 not reading; 7914 2 1336089558 not reading; 8170 1 590687248 act; 8211 1 1034697518 not reading; 8439 1 1733102024 compact; 8667 2 808617087 act; 8863 2 218421796 hurry; 8942 1 1941011655 restore; 9085 0 1980665660 close one tab; 9282 0 1544309086 kill one; 9425 0 2122303019 act; 9468 1 1973401003 kill one; 9621 1 64763687 hurry; 9732 1 459841002 act; 10022 2 1183258758 guest; 10094 0 1965411945 kill one; 10119 2 910650433 compact; 10136 1 528873182 close one tab; 10369 2 763570000 act; 10516 2 1829873691 guest; 10767 2 65971235 act; 10903 2 313796927 freeze"),
  },
  {
    found: "a backup was restored, answered an action at a place that the log before had passed, and was replaced by that log again: the answer stood",
    bug: "answer-of-another-log-believed", breaks: "S3", seed: 850307309,
    plan: readPlan("3 strict 1 text 0 0 5000; 197 0 786717783 act; 663 0 914000044 hurried restore; 1811 0 773677303 hurried restore"),
  },
  {
    found: "a tab read the outbox once more just before it led, and left the archive out: what a backup had forgotten was never sent again",
    bug: "follower-drops-the-archive", breaks: "S3", seed: 822177507,
    plan: readPlan("2 relaxed 2 text 0.02 1000 11000; 484 0 767240704 act; 728 1 659573674 act; 972 1 675117378 act; 1067 0 1972029434 act; 1178 0 1473079515 backup; 1451 1 927036942 act; 1707 0 738082908 hurry; 1933 0 623489195 guest; 2028 0 393680608 guest; 2257 1 1469465676 guest; 2328 1 1505389273 act; 2471 1 814285218 act; 2498 1 1820708130 restore; 2584 0 828021958 act; 2708 1 730820497 guest; 2850 0 855998133 act; 3312 1 145535270 act; 3363 0 66321889 act; 3536 0 88196028 restore; 3561 1 122487364 hurry; 3798 1 681458479 power cut; 3955 0 607166421 hurry; 4045 1 196056102 act; 4218 0 1089925544 hint; 4293 0 1333806255 act; 4422 1 422620785 act; 4485 1 253537284 restore; 4701 0 1417875825 revoke; 4806 0 1791486650 act; 5018 1 2009732174 hint; 5129 1 2086311510 act; 5239 0 1989035545 hurry; 5508 1 1197352912 act; 5583 1 2140601339 act; 5731 1 1282282934 busy; 5868 1 1127768528 act; 5981 1 312183167 guest; 6183 0 29988346 act; 6308 1 335561974 act; 6438 1 1146864106 act; 6500 1 568963919 hurry; 6552 0 1061938183 act; 6715 0 1900443925 hurry; 6836 0 1032742101 hurry; 6867 0 1847773189 act; 6938 0 1854857615 guest; 7090 1 1275379689 act; 7137 1 724544996 backup; 7328 1 26694634 revoke; 7430 1 1572518780 server clock; 7631 1 914077364 act; 7731 1 898389054 act; 7980 0 1410382108 revoke; 8256 1 1557920006 act; 8407 1 209335063 act; 8550 1 826064439 act; 8650 1 328152479 restore; 8852 0 1902950801 act; 9104 0 1142365616 act; 9285 0 2117215572 act; 9504 0 268527094 act; 9741 1 1694867930 act; 9918 1 2144847261 act; 10018 0 1199170029 act; 10150 0 589805123 hurry; 10375 0 1800255368 act; 10428 1 410139519 act; 10449 1 2080079664 guest; 10710 1 1451299234 act; 10921 0 2097386355 act"),
  },
  {
    found: "a tab died between an answer and its notice: nobody was told of the refusal",
    bug: "notice-after-its-entry", breaks: "SYN-20", seed: 9,
    plan: readPlan("2 strict 1 text 0.1 200 10000; 439 1 1459591588 power cut; 743 0 1729665859 act; 1198 0 878964201 die; 1360 1 1264609908 close; 1707 0 1062428216 hurry; 2191 1 258938917 act; 2344 1 705494420 guest; 2385 0 1079315698 power cut; 2603 0 897415842 act; 3163 0 594553830 power cut; 3723 0 1979931631 power cut; 3906 1 1925150549 close; 3916 1 982942843 act; 4460 1 31204176 close; 4793 1 598431836 close; 5227 0 1283308111 die; 5664 0 1182981998 close; 5804 1 1960753713 act; 5877 1 345870420 close; 5899 0 595854862 power cut; 6154 1 723748008 power cut; 6259 0 1757026327 close; 6275 0 1262613418 act; 6569 1 121717754 act; 7065 1 576125012 act; 7568 0 1082105737 power cut; 7601 1 333111069 power cut; 8130 0 1296109895 act; 8446 1 289743433 act"),
  },
];
