/**
 * Evenings in which something once went wrong that is mended now. Each is kept as its plan and its
 * seed, so that a change of what draws plans leaves it as it was, and proves that it is still the
 * evening it was: with the mistake put back (planted/) it breaks the same promise. It is one thing:
 * a list, and each of its entries is read alone.
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
    found:
      "a tab that had just opened read what was stored, and had not heard what the others said meanwhile",
    bug: "deaf-while-it-reads",
    breaks: "L1",
    seed: 959881349,
    plan: readPlan(
      "3 relaxed 1 values 0 0 6000; 3339 1 1902331243 act; 5899 1 1988793124 second tab",
    ),
  },
  {
    found:
      "an order that was fired later than it was placed was told of as if it had waited since then",
    bug: "alarm-counted-from-placing",
    breaks: "L4",
    seed: 41,
    plan: readPlan("2 strict 1 values 0 0 8000; 5974 0 1878029766 act; 7460 0 1425872160 act"),
  },
  {
    found: "of an order that was told of once nobody was told again, whatever happened to it",
    bug: "one-alarm-for-an-order",
    breaks: "L4",
    seed: 71,
    plan: readPlan(
      "3 strict 2 values 0.4 5 45000; 14707 1 1311121125 hurry; 14790 2 1663636109 act; 14980 1 108601784 act; 15221 2 1080510651 act; 43625 2 1210397147 act; 43883 1 759266755 act; 43934 2 2047482974 hurry; 44181 1 1112472676 act",
    ),
  },
  {
    found: "a second backup was restored between the comparison and a slow snapshot",
    bug: "no-compare-after-a-snapshot",
    breaks: "S3",
    seed: 940143250,
    plan: readPlan(
      "3 strict 1 values 0 0 9000; 516 1 337997712 restore; 968 0 2035791598 act; 4903 1 1384421378 restore; 7896 1 1387404750 restore; 8762 2 1573049202 restore",
    ),
  },
  {
    found: "a backup forgot what was answered, and strangers' events passed for it",
    bug: "strangers-pass-for-ours",
    breaks: "S3",
    seed: 981903897,
    plan: readPlan(
      "3 strict 1 text 0.4 5 8000; 1604 2 2124392204 act; 1711 1 84725891 backup; 1752 1 198759532 hurried restore; 5201 0 1885222874 backup; 5914 0 360187142 backup; 6827 0 931331808 hurried restore; 7349 0 1465629421 guest; 7382 0 2120649774 backup; 7871 2 916895148 act",
    ),
  },
  {
    found:
      "the last client that was to be compared was somebody else's by then, and what waited for the comparison waited on",
    bug: "conflict-settles-nothing",
    breaks: "L1",
    seed: 945865265,
    plan: readPlan(
      "3 strict 1 values 0 0 45000; 33859 1 1814217660 hurry; 34434 1 1663124593 revoke",
    ),
  },
  {
    found:
      "a woken tab was to stop leading, and then to lead again: it did so in the other order, and nobody led",
    bug: "started-and-then-stopped",
    breaks: "L1",
    seed: 983714947,
    plan: readPlan(
      "3 strict 1 values 0.4 50 10000; 468 2 368690205 freeze; 5384 2 1647200731 hurry; 7606 2 215387343 close one tab",
    ),
  },
  {
    found:
      "a backup was restored, answered an action at a place that the log before had passed, and was replaced by that log again: the answer stood",
    bug: "answer-of-another-log-believed",
    breaks: "S3",
    seed: 999521133,
    plan: readPlan(
      "3 relaxed 1 text 0 0 5000; 197 0 869140286 act; 663 0 914000044 hurried restore; 1811 0 773677303 hurried restore",
    ),
  },
  {
    found:
      "a tab read the outbox once more just before it led, and left the archive out: what a backup had forgotten was never sent again",
    bug: "follower-drops-the-archive",
    breaks: "S3",
    seed: 996000051,
    plan: readPlan(
      "2 relaxed 2 text 0.02 1000 11000; 431 1 659573674 act; 543 1 675117378 act; 610 0 767240704 act; 1057 1 927036942 act; 1167 0 1473079515 backup; 1285 0 1972029434 act; 1495 0 738082908 hurry; 1952 0 623489195 guest; 2146 1 1469465676 guest; 2468 1 1820708130 restore; 2609 0 828021958 act; 2944 0 855998133 act; 2954 1 814285218 act; 3060 1 730820497 guest; 3312 0 2075208125 act; 3656 1 145535270 act; 3803 0 88196028 restore; 3827 0 1089925544 hint; 3892 1 681458479 power cut; 3937 1 1920370977 hurry; 3969 1 357440148 act; 4011 0 299141228 hurry; 4399 1 253537284 restore; 4410 1 422620785 act; 4659 0 1791486650 act; 4820 0 1417875825 revoke; 4843 0 1333806255 act; 4877 1 2086311510 act; 5095 1 2009732174 hint; 5307 1 1197352912 act; 5428 1 883388755 busy; 5649 0 809885468 hurry; 5869 1 2140601339 act; 6241 0 29988346 act; 6596 0 1847773189 act; 6649 1 335561974 act; 6859 1 1275379689 act; 6943 0 1854857615 guest; 6961 0 1032742101 hurry; 7087 0 1900443925 hurry; 7296 1 618216762 server clock; 7369 1 724544996 backup; 7724 1 26694634 revoke; 7866 0 1542333427 revoke; 7927 1 914077364 act; 7973 1 898389054 act; 8007 1 209335063 act; 8114 1 826064439 act; 8401 1 1557920006 act; 8699 0 1902950801 act; 8731 0 2117215572 act; 8942 0 1142365616 act; 9061 1 328152479 restore; 9547 1 1694867930 act; 9643 0 268527094 act; 9838 1 2144847261 act; 9895 0 1199170029 act; 10365 1 2080079664 guest; 10577 0 589805123 hurry; 10664 0 1800255368 act; 10952 1 1451299234 act; 11020 1 410139519 act; 11028 0 2097386355 act",
    ),
  },
  {
    found:
      "what came behind a hole looked fresh, and the pull that was to fill the hole never got through",
    bug: "hole-is-no-head",
    breaks: "P4",
    seed: 996000019,
    plan: readPlan(
      "3 strict 2 values 0 0 45000; 10 0 2078317340 compact; 10 1 1494379773 act; 937 2 943965285 act; 1891 0 281020819 buffering; 2298 0 229479659 hint; 2601 2 862760017 act; 3048 1 1250710536 power cut; 3499 0 1309471957 pass; 3895 0 721325258 kill one; 5260 0 480303212 good air; 5393 1 1672157478 good air; 5653 0 1851335563 act; 5874 0 170048283 act; 5909 1 1823984034 hurry; 6220 1 101948513 lossy air; 6790 0 1823551440 act; 7436 0 1949063788 guest; 8533 0 88001561 full disk; 8909 2 222373715 menu; 9135 1 1389089496 act; 9976 2 181078535 act; 14658 1 571132871 act; 15147 2 750265260 good air; 16836 0 2117362598 buffering; 16904 0 1046821114 hint; 17977 2 1781489789 hurry; 18745 0 1977387964 act; 18935 1 1525439629 compact; 19086 0 428008629 act; 19263 2 663188158 full disk; 19295 1 473551048 act; 19638 1 1758454208 act; 20912 0 1202690993 act; 21111 2 376360325 act; 22153 0 16643988 full disk; 22676 0 1394301133 act; 23185 2 1575142824 hurry; 23217 2 2043751818 act; 23385 0 1429873897 lossy air; 23706 2 2116886943 menu; 23954 1 390050221 act; 27526 2 130463584 act; 28193 2 489892075 no streams; 28270 1 1449461777 lossy air; 28962 2 451413481 act; 29045 1 2057043879 kill one; 29645 1 1657894254 hurry; 30307 0 227693346 hurry; 30532 1 558224930 act; 30574 1 1623650045 guest; 32030 1 130436459 guest; 32286 0 1787268265 act; 33465 1 1296613552 full disk; 33505 0 206731004 act; 33871 0 1285273982 hurry; 34015 0 1628049786 hurry",
    ),
  },
  {
    found: "a tab died between an answer and its notice: nobody was told of the refusal",
    bug: "notice-after-its-entry",
    breaks: "SYN-20",
    seed: 986809546,
    plan: readPlan(
      "2 relaxed 1 text 0.1 200 10000; 839 0 1842616013 act; 3756 1 741725723 act; 5083 1 598431836 close",
    ),
  },
  {
    found:
      "what stood in line before the end of leading sent a push, and the next lead another beside it",
    bug: "goes-on-when-stopped",
    breaks: "SYN-16",
    seed: 996000040,
    plan: readPlan(
      "3 strict 1 values 0.1 200 45000; 150 1 510147678 act; 624 0 18149231 act; 1169 0 1154597560 hurried restore; 1927 2 301093851 act; 1945 1 2117963398 act; 2409 0 2070868150 hurry; 4886 1 558979465 freeze; 5086 1 423130547 act; 5561 1 1813084813 act; 6097 0 955128343 act; 6250 1 478510248 hurry; 6693 0 1046021944 act; 6817 2 582918066 act; 7350 2 65687409 act; 7907 2 2050244028 act; 8258 1 557011580 act; 8295 1 228688860 act; 8758 1 1326230514 act; 8874 1 1525611039 act; 9395 0 73513318 act; 9659 2 1649790163 portal; 9798 1 129984459 act; 10369 1 1661302205 freeze; 10615 2 1211219037 act; 10867 1 21770785 act; 11405 2 1278360181 close one tab; 11937 2 1002594835 act; 12062 2 1450962419 act; 12190 2 2052724546 act; 12250 0 488913394 hurry; 12491 0 1091814263 hurry; 12933 0 1362599730 guest; 13181 0 1158125293 hurry; 13578 1 614631337 act; 13850 2 1620593640 act; 14015 2 751313864 act; 14140 1 716228239 act; 14182 1 1551326239 act; 14508 1 1027677507 guest; 15113 0 831542786 act; 15617 0 191788624 guest; 16204 0 363807575 act; 16463 0 163879376 act; 16912 0 721070650 act; 17645 2 782338907 act; 18043 1 1965672557 act; 18610 2 1880344037 portal; 18873 1 1573134031 act; 19258 2 2042158362 act; 19567 2 207185603 hurry; 19705 0 1623457426 guest; 19820 1 1293977887 act; 20434 2 2092508292 act; 20709 2 1473224279 act; 21321 1 732968336 act; 21877 2 1903723066 act; 22469 0 431156229 act; 22799 2 1727857136 act; 23323 0 223775729 act; 23958 2 366951063 act; 24464 2 1780531806 act; 24788 1 1593016893 act; 25162 0 244663990 hurry; 25727 1 1697996181 no streams; 25740 1 220925000 guest; 26209 2 1807221954 wipe; 26505 0 277613251 act; 26815 1 776421729 act; 27123 1 1419113569 act; 27149 2 234932364 act; 27730 2 990851125 act; 28420 1 2053116537 guest; 28593 0 999113978 hurry; 28847 2 493867943 act; 29612 1 1285666843 cutting air; 30091 0 1408861231 act; 30160 1 783069786 freeze; 30793 0 1497973991 act; 31191 2 1827496428 wipe; 31651 0 12457859 act; 32353 2 1350874488 act; 32409 0 119136454 act; 32426 1 1577480235 act; 32742 0 281288592 act; 32902 2 741724590 hint; 33392 0 1777971258 act; 33596 2 1020391113 act; 33703 1 108646715 act; 33952 2 1660403438 guest; 34158 2 1439663353 hurry; 34822 1 173285708 act; 35292 0 2002342816 act; 35806 1 1796723150 act; 36424 1 1467998928 act; 36574 0 1360945662 act; 37206 2 259611040 cutting air; 37478 2 1117465129 hurry; 38911 1 403593210 menu; 39458 0 1915897862 act; 39733 2 1310659174 act; 40464 1 1954857710 act; 40586 1 1694794896 freeze; 40651 0 765642252 hurry; 40848 2 1462379542 hurry; 41116 0 1815646070 act; 41482 0 868793718 revoke; 42018 1 2018221059 hurry; 42461 1 1249023481 hurry; 43112 0 183231963 act; 43798 0 350675480 act; 43894 1 79005130 close one tab; 44097 2 1159905476 act; 44215 2 1234363312 revoke; 44331 2 1779928383 guest; 44846 2 1313853401 act",
    ),
  },
  {
    found:
      "an alarm was answered while its order was held; fired again by a clock that was set back, the order had no newer moment, and nobody was told",
    bug: "one-alarm-whenever-fired",
    breaks: "L4",
    seed: 980894718,
    plan: readPlan(
      "3 strict 1 values 0 0 37000; 752 0 757498956 guest; 766 0 1256164716 guest; 1823 1 547796478 act; 2281 1 554786278 act; 15196 0 1214709884 slow database; 15396 2 809580504 act; 15476 1 378552586 act; 15603 2 130060119 act; 15646 2 1435364182 act; 15683 2 401051677 act; 15828 1 2003877223 act; 16232 2 1731157718 act; 16309 1 1883996022 act; 16529 2 1087713744 act; 16543 0 622614631 server clock; 17888 1 2041616761 act; 17975 2 337843859 act; 18072 1 63412348 act; 18143 0 1416480838 server clock; 22722 0 1522181464 server clock",
    ),
  },
  {
    found:
      "the store was read while a snapshot was on its way to it, and late word of the log before was then believed",
    bug: "store-of-a-log-given-up-believed",
    breaks: "SYN-13",
    seed: 996000013,
    plan: readPlan(
      "3 relaxed 1 values 0.1 200 12000; 432 2 19152824 trim; 841 2 1824714761 kill; 1786 1 1512653411 act; 2186 1 937452904 restore; 2245 2 1959726332 act; 2602 2 1805512290 act; 3147 0 811093517 compact; 4489 1 385768930 act; 4532 1 1185532053 act; 5684 1 718666331 act; 5997 1 1224897109 lying disk; 6256 2 370861299 close",
    ),
  },
  {
    found:
      "a leader caught up and fell asleep before it had stored that: the other tab looked as fresh as the leader had said it was",
    bug: "others-look-as-fresh-as-the-leader",
    breaks: "P4",
    seed: 996000013,
    plan: readPlan(
      "3 relaxed 1 values 0 0 45000; 6678 1 1129230952 act; 6933 1 722460751 act; 7068 0 1463959770 second tab; 7303 0 878394331 lossy air; 7461 1 388814125 hurry; 7486 0 1600921308 act; 8379 1 1387688878 kill one; 8538 1 1514343297 act; 28451 1 2094485553 kill one; 28505 0 1340773401 act; 30368 0 30162726 act; 30480 1 272230971 act; 35728 1 1041162930 act; 35977 1 563869951 act; 36174 2 1253560615 act; 36194 1 915451940 guest; 36265 1 1384957536 act; 36277 0 1610956620 act; 36465 2 1138241890 act; 36683 2 488193733 guest; 37110 1 762787971 busy; 37125 2 40442442 act; 37467 0 2137177122 lossy air; 37511 0 1445082566 lossy air; 37859 1 1883489205 act; 37916 1 208636361 act; 37953 0 625195974 act; 37990 1 854559376 hurry; 38175 1 1459825277 revoke; 38260 1 2125331073 act; 38367 2 1603235847 not reading; 38449 1 2045706215 stalling air; 38815 2 1340833883 lossy air; 38827 2 1940132301 not reading; 39000 1 1358904551 act; 39123 0 793445035 act; 39485 1 1599197386 act; 39548 1 1652328083 hurry; 39568 2 893318349 act; 39569 0 2102365168 hurry; 39878 0 1315231507 hurry; 39880 0 860368462 full disk; 39926 0 341430671 hurry; 40022 1 561392742 act; 40776 0 464495335 hurry; 40881 2 913558596 act; 41368 1 2106459337 act; 41376 0 1773450226 full disk; 41387 2 1253403748 act; 41574 1 390951284 act; 41576 1 1329726522 busy; 41584 1 2129221944 act; 41719 1 1692266825 guest; 41813 1 1207389012 not reading; 41856 1 1129165792 act; 42188 1 712973833 guest; 42216 0 231204841 hurry; 42293 2 1447225679 lying disk; 42311 0 740722975 act; 42735 2 1270385961 act; 42960 2 539800137 act; 43049 1 700602606 lossy air; 43104 1 1740908167 hurry; 43105 1 918550142 portal; 43107 2 1442275710 full disk; 43117 0 974962640 guest; 43240 2 1398495696 act; 43509 0 1798547937 act",
    ),
  },
  {
    found:
      "the first push of a device was slow, the device was paired again meanwhile, and its own client was called somebody else's: all was carried out twice",
    bug: "client-without-a-push-not-passed-on",
    breaks: "S2",
    seed: 961739473,
    plan: readPlan(
      "3 relaxed 1 values 0.4 5 6000; 620 1 461023890 guest; 1048 0 1402306976 act; 1449 2 2026670601 act; 2214 2 821795256 slow database; 2590 0 1499876595 guest; 3019 2 1230694927 act; 3098 0 1852871522 backup; 3166 1 1364644799 act; 3285 2 1699391398 act; 3286 1 1977771696 act; 3316 1 273937363 kill one; 3397 0 2008804967 act; 3511 0 1379650061 act; 3980 1 1325261033 act; 4887 1 444887600 act; 4977 0 1991692189 act; 5016 1 1178172799 kill one; 5220 1 2051202217 act; 5442 0 1123161538 hurry; 5618 1 1046936738 outdate; 5706 2 1085722124 slow database",
    ),
  },
  {
    found:
      "a woken tab heard that its last write was stored after it had stopped leading, and archived an action in its memory alone: once it led again nobody wrote that down",
    bug: "archives-in-memory-alone",
    breaks: "L1",
    seed: 996000016,
    plan: readPlan(
      "3 relaxed 2 values 0.1 200 10000; 206 1 1060611883 dead stream; 455 1 610003215 act; 498 2 2144124249 office; 693 0 477560 freeze; 943 1 1345655044 act; 1034 2 1345818688 deaf process; 1548 2 25122296 guest; 1668 2 1474225988 dead stream; 1736 2 955898844 act; 1828 1 771055399 freeze; 1891 0 126185356 act; 1972 2 82262359 act; 2088 1 482718261 dead stream; 2249 0 246550346 act; 2307 2 1527301708 freeze; 2423 2 291343661 restore; 2540 2 258183872 pass; 2732 0 250421478 deaf process; 2962 1 1945912316 act; 3212 2 1013999764 act; 3305 0 1586357499 not reading; 3441 1 1944746035 close one tab; 3697 1 1477560298 act; 3947 1 998563150 close one tab; 4054 1 1145026339 freeze; 4078 1 411990324 office; 4800 1 449579729 deaf process; 4902 0 1403088031 second tab; 5845 0 767446732 act; 5942 2 141360058 office; 6070 0 1371688871 act; 6243 2 460906766 dead stream; 6348 2 62739519 office; 6494 2 832670795 dead stream; 6746 1 1603004633 act; 6840 2 541896716 act; 7373 2 1369737863 not reading; 7426 1 935213325 act; 7442 1 1735360741 act; 7490 1 1958897433 dead stream; 7713 0 1480028160 pass; 7798 0 2057721837 good air; 7891 2 1635043911 act; 8025 0 498212075 deaf process; 8139 1 743911178 act; 8320 0 401323305 deaf process; 8544 0 573670082 dead stream; 8743 1 1268772537 office; 8896 2 1138499738 guest; 8949 1 850433694 act; 9104 1 1711496721 guest; 9213 0 1487368431 dead stream; 9289 0 453227536 act; 9318 1 571696199 guest; 9410 0 1152365317 act; 9500 1 2125318085 act",
    ),
  },
  {
    found:
      "a tab was robbed before it had begun to lead, woke up and led under a later term: the one that had robbed it went on and acknowledged what the store no longer held",
    bug: "two-leaders-go-on",
    breaks: "SYN-13",
    seed: 984945220,
    plan: readPlan(
      "3 strict 2 values 0.4 5 45000; 390 1 965583135 revoke; 1533 1 2061924614 full disk; 2924 1 496631181 freeze; 3144 2 172378359 act; 7828 2 1088881968 guest; 8820 1 504815964 hurried restore; 34581 2 567593898 guest; 34592 0 1103239597 hurried restore; 34652 1 1015275947 die; 34660 1 1766036216 act; 34682 2 1847722290 clock; 35118 0 472727992 act; 35147 1 699298077 act; 35555 2 889648269 act; 35915 2 922264122 act; 42140 1 517630315 act; 42269 1 128808030 second tab; 42301 0 362604123 act; 42373 0 733737087 act; 42493 0 1709847932 act; 43021 0 1212166684 act; 43098 0 325860931 act; 43102 1 607149043 office; 43115 0 537185658 act; 43128 2 930845177 office; 43586 1 2042097074 second tab; 43709 1 1102977908 guest; 43754 1 1195257669 hurry; 43788 1 1366519851 office; 44210 2 482701430 act; 44265 2 1072310849 guest; 44296 0 997304889 act; 44325 0 1957292556 act",
    ),
  },
  {
    found:
      "a tab that follows read the store, which had been filled anew from a restored backup, and took in behind it what the leader had said before: orders of two logs stood side by side",
    bug: "takes-in-what-was-overtaken",
    breaks: "S4",
    seed: 996000384,
    plan: readPlan(
      "2 strict 2 text 0.1 200 10000; 484 1 786380761 act; 568 1 500076213 hurry; 612 1 1245577005 full disk; 996 1 216742216 act; 1025 0 1400987356 act; 1160 1 1736616504 act; 1265 0 1067349041 good air; 1559 1 1515731974 guest; 1574 1 179891958 act; 1925 1 1499727050 act; 2093 0 1933010810 hurry; 2180 0 2084672285 hurried restore; 2335 0 1259342988 act; 2539 1 2082126760 good air; 3026 0 1204442574 not reading; 3328 1 2084707849 act; 3438 1 103745669 not reading; 3767 0 977621937 act; 3920 1 841865572 second tab; 4206 0 662732689 act; 4365 0 1621649187 act; 4421 0 1517131669 act; 4646 0 145577770 good air; 4995 0 2123036091 act; 5079 1 315927632 act; 5419 1 1085288437 not reading; 5466 0 625382800 act; 6382 0 520937565 act; 6456 0 622552031 act; 6815 1 2132817042 guest; 7108 1 2060414894 act; 7208 0 1849117498 not reading; 7273 1 1375882586 act; 7523 0 1116522843 act; 7732 1 451730707 act; 7870 1 777338488 second tab; 7953 1 138179576 act; 7986 1 1944149950 die; 8153 1 1652967789 act; 8399 1 1571289468 hurry; 8604 1 872778345 hurry; 8605 1 632200970 act; 8923 0 1864329025 act; 9196 1 286921634 act; 9377 0 847811368 act; 9442 0 1667154141 hurry; 9595 0 1170053849 act; 9766 0 1400976688 die",
    ),
  },
  {
    found:
      "an order was shown between the alarm's look and its word, which came to nothing; a course fired later by a clock set back went unheard from the same moment, and its alarm had been answered already",
    bug: "alarm-used-up-by-nothing",
    breaks: "L4",
    seed: 996000054,
    plan: readPlan(
      "3 strict 1 values 0 0 45000; 1711 2 1026004731 act; 1718 2 444833261 act; 1976 1 545785107 act; 2116 1 1482896078 act; 15469 0 934510470 slow database; 15669 0 859943376 act; 15804 0 655191572 act; 15895 2 779971388 act; 16042 0 2001535377 act; 16131 0 143483507 act; 16264 0 1487701893 act; 16409 0 1292264263 act; 16699 0 1311398416 act; 16840 0 1716226567 act; 16869 0 1343203067 slow database; 16899 0 309752129 act; 16944 0 1377762256 act; 17025 0 1111224045 server clock; 17393 1 824639039 act; 17516 2 1736950270 pass; 17551 2 1315577213 pass; 17718 2 270033946 pass; 17806 1 1359357574 pass; 17885 2 1045142872 pass; 18068 1 1235904464 pass; 18125 1 1552240357 act; 18226 1 785932518 act; 18279 2 1077478193 pass; 18400 0 1722234723 server clock",
    ),
  },
  {
    found:
      "a leader read the store anew, where a tab that had slept had written less than the leader had taken in: it looked live, and the stream would not say again what was missing",
    bug: "reread-is-no-step-back",
    breaks: "P4",
    seed: 995812436,
    plan: readPlan(
      "3 strict 1 values 0 0 45000; 2815 2 358853762 freeze; 8808 0 843008784 act; 8817 2 62474973 freeze",
    ),
  },
  {
    found:
      "a device that polls took the first of several pages for being up to date, and pushes that got through kept it looking fresh while the next page hung",
    bug: "first-page-looks-fine",
    breaks: "P4",
    seed: 968145735,
    plan: readPlan(
      "3 strict 1 values 0 0 45000; 634 0 1891224605 no streams; 8819 0 842273251 no air; 9097 1 1510957155 hurry; 12607 2 1223855147 act; 12656 1 1145774564 act; 12721 1 516891833 act; 12774 2 1169031824 hurry; 12834 2 1183221842 act; 12887 1 1453331183 act; 12923 2 479273024 act; 12975 2 574870497 act; 13010 2 1523928282 act; 13087 1 2142670826 hurry; 13109 2 1279081842 act; 13160 1 1817910930 act; 13236 1 196482816 act; 13623 2 458457390 act; 13673 2 1943358839 act; 13703 2 1118237692 act; 13736 1 1980644127 act; 13778 2 869545582 act; 31050 0 1986166352 good air; 31106 0 393046867 lossy air",
    ),
  },
  {
    found:
      "what a pull had brought before came once more on a stream that had died meanwhile, held up on its way: it was taken for a sign of life, and the screen looked fine for as long again",
    bug: "late-words-are-life",
    breaks: "P4",
    seed: 700472376,
    plan: readPlan(
      "3 strict 1 values 0 0 45000; 1082 1 1510642331 not reading; 1493 1 1617803437 act; 2477 0 2032806307 program; 2598 2 739628446 program; 2659 1 1151927753 dead stream; 7032 1 128343445 not reading; 7274 1 295673348 not reading; 7708 2 1712480342 act; 17430 1 2003344112 not reading",
    ),
  },
  {
    found:
      "a tab that had led woke up with an old answer and carried over, under a new client, what the other tab had long sent: it went out before the store could say that another one leads",
    bug: "carried-over-before-it-is-stored",
    breaks: "S2",
    seed: 996000114,
    plan: readPlan(
      "2 strict 1 values 0.4 50 20000; 527 1 2088497070 guest; 714 1 72662444 act; 973 0 893337972 act; 978 1 1914609940 pass; 986 0 2061493893 act; 1091 1 1153961719 pass; 1115 1 85990239 pass; 1152 1 1089021421 act; 1212 0 74677169 act; 1309 1 609397489 pass; 1382 0 536903583 act; 1929 1 931769840 pass; 2072 1 1232256023 pass; 3186 1 1080293061 lying disk; 3186 1 989582534 slow database; 3916 1 1210896231 pass; 3920 1 337338308 pass; 4009 1 47848583 act; 4596 1 1072130789 act; 4607 1 1612940511 pass; 4857 1 723860774 pass; 4872 1 274990409 slow database; 5153 1 1495452465 pass; 5209 1 143405290 pass; 5892 1 1467075736 slow database; 6058 1 2007787337 pass; 6166 1 556080985 freeze; 7133 1 1701090992 slow database; 8591 1 216177781 good air",
    ),
  },
  {
    found:
      "what had been said eleven seconds before came from a stream that had died meanwhile: it was taken for a sign of life, and the screen looked fine for as long again",
    bug: "late-words-are-life",
    breaks: "P4",
    seed: 850127671,
    plan: readPlan(
      "3 strict 1 values 0 0 12000; 747 1 1432832953 not reading; 1367 1 1002133345 hurry; 1446 1 1903174376 dead stream; 1590 0 1381199632 hurry; 9954 2 1790685442 act; 10500 0 1578605134 act; 10698 1 1420170617 guest; 10986 2 192801543 act; 10997 2 547291444 cutting air; 11613 0 1171565446 act",
    ),
  },
  {
    found:
      "a push that was under way when the token was refused was answered after that: the device did not say any more why it had stopped",
    bug: "late-answers-hide-a-refusal",
    breaks: "L2",
    seed: 945293720,
    plan: readPlan(
      "3 strict 1 values 0.1 200 45000; 27163 0 2048638239 kill; 27790 0 726940072 revoke; 28134 2 563960047 hurry; 35615 2 1791922799 hurry; 35841 1 754487122 deaf process; 35927 2 1968877386 not reading; 36833 2 726226464 act; 36908 1 439535497 deaf process; 36955 2 1553547544 guest; 37155 1 1417556611 lying disk; 37265 1 1349272696 act; 37313 1 1547537025 not reading; 37601 1 630144714 act; 37892 1 1765058717 not reading; 38060 2 948249593 act; 38602 2 1967664832 deaf process; 38658 0 562414689 act; 39207 0 602450599 act; 39237 0 1499113626 act; 39495 0 1434470600 buffering; 39623 1 165134381 kill; 39650 2 1725949692 act; 39740 0 137609727 clock; 39913 2 221547345 buffering; 39978 0 949567379 act; 40152 2 876597386 guest; 40389 0 1228203047 act; 40557 1 557026281 act; 40569 1 1251458461 kill; 40578 2 490836000 stalling air; 40635 2 1915278850 act; 41223 1 715498018 act; 41292 1 371215980 act; 41653 0 1261571724 act; 41752 2 760995728 act; 41765 2 774141425 guest; 41960 2 2112319886 stalling air; 42104 0 920198786 act; 42174 0 1113304078 act; 42680 0 405326903 slow database; 42709 0 735792816 act; 42876 2 521541578 act; 42956 1 1270605354 guest; 43369 2 18728131 act; 43628 0 1353474665 act; 44157 1 429057729 stalling air; 44174 0 967202870 clock; 44225 1 1845847797 buffering; 44311 1 1905146691 act; 44312 1 220747240 act; 44758 1 375215467 act",
    ),
  },
  {
    found:
      "a tab that had led woke up, carried over what the server refused, and read the store before it had stopped: it kept what was written down nowhere, and showed an action as unsent for good",
    bug: "reads-before-it-has-stopped",
    breaks: "L1",
    seed: 996000361,
    plan: readPlan(
      "2 relaxed 2 values 0.4 50 10000; 150 1 153272715 lying disk; 300 0 1041093649 guest; 683 0 1348928788 act; 1009 0 2114186253 act; 1259 1 1396247855 act; 1610 1 232546361 act; 1691 0 2046078818 restore; 2100 1 854348963 slow database; 2488 1 1637246207 second tab; 2761 1 1788397259 act; 3115 1 379992769 clock; 3204 0 807062396 act; 3524 1 1157993055 act; 3603 0 1302051313 full disk; 3894 0 851523452 office; 4073 0 1644215538 hurry; 4183 0 1672182604 good air; 4396 1 971956460 guest; 4720 1 1628848600 act; 4896 0 555916102 lossy air; 5032 1 2018562571 act; 5066 1 745323794 act; 5367 0 1863240208 stalling air; 5447 0 210671972 lying disk; 5525 1 932787316 guest; 5646 0 1788888679 hint; 5822 1 1807807744 stalling air; 6040 0 1381898580 act; 6153 1 1892796244 hurry; 6541 0 1532354879 full disk; 6568 0 582121896 act; 6850 0 40252742 act; 7260 0 83748403 act; 7642 1 553335467 hurry; 7987 0 602224605 act; 8137 0 677977735 office; 8166 0 782855687 clock; 8565 1 1822322205 not reading; 8831 0 1589500194 freeze; 9243 0 1846229339 act; 9623 1 102903686 hurry; 9741 1 181291468 hurry; 9769 1 1208441584 act; 9932 0 1389335769 full disk",
    ),
  },
  {
    found:
      "a backup forgot what a tablet had been answered, and the tablet was paired again as another: it could ask nobody about it, showed it as unsent for good, and did not say why",
    bug: "answered-stays-with-a-taken-client",
    breaks: "L2",
    seed: 920266473,
    plan: readPlan(
      "1 relaxed 1 values 0 0 11000; 5472 0 1834687369 act; 6842 0 1557285970 hurried restore; 7690 0 1239071827 act; 8284 0 1935122207 revoke",
    ),
  },
  {
    found:
      "a tab that led while its disk was full was robbed by one that could not lead on a full disk: it read back what was stored, and went on looking as fresh as what it had heard",
    bug: "what-is-read-back-looks-fresh",
    breaks: "P4",
    seed: 945000014,
    plan: readPlan(
      "3 strict 1 values 0.1 200 45000; 11085 0 1451557377 full disk; 11257 1 356771530 act; 15639 0 718340814 freeze; 19836 0 116431675 full disk; 23699 0 414121622 freeze; 26614 0 1332032628 full disk; 29847 0 331545091 full disk",
    ),
  },
  {
    found:
      "each of what people did was written down in transactions of its own, between those of the log: on a slow disk they did more than it could take, and what was answered long ago stood as unsent",
    bug: "what-waits-for-the-disk-goes-one-by-one",
    breaks: "L2",
    seed: 970024026,
    plan: readPlan(
      "1 relaxed 1 values 0.1 200 12000; 437 0 2010806572 act; 873 0 1738123521 hurry; 1132 0 1288304920 act; 1205 0 1692420480 clock; 1237 0 2055546395 hurry; 1616 0 1064942438 act; 1745 0 31742965 program; 1977 0 992320197 clock; 2357 0 530157658 act; 2738 0 1384991634 program; 2788 0 2014505945 act; 3156 0 994608465 act; 3292 0 208810423 program; 3725 0 325376261 act; 3881 0 267235675 guest; 4035 0 1174026023 guest; 4439 0 2081511020 act; 4629 0 988376399 clock; 5025 0 1459500973 guest; 5137 0 184147664 act; 5262 0 685067783 act; 5567 0 546352073 hurry; 5665 0 929724655 act; 5942 0 1151505001 act; 6232 0 209601959 act; 6310 0 1578483235 hurry; 6756 0 1986574240 act; 7070 0 219101225 program; 7148 0 346181612 clock; 7470 0 359302093 act; 7890 0 1251031237 clock; 8105 0 783234634 program; 8537 0 1141385563 clock; 8947 0 1145668092 clock; 9072 0 1778528012 program; 9092 0 1407062156 act; 9349 0 1227248612 act; 9400 0 270945740 act; 9792 0 1257002511 clock; 10190 0 1177046788 act; 10308 0 1199601791 act; 10330 0 402280160 guest; 10532 0 170657140 guest; 10591 0 1090914344 act; 10844 0 1428305099 clock; 11278 0 243916153 act; 11473 0 1002601643 act; 11497 0 686076497 clock; 11713 0 932088672 program; 11978 0 2015812201 act",
    ),
  },
  {
    found:
      "a leader read the store twice in a row, and took in what it had read first when a snapshot of a restored backup had been stored meanwhile: it acknowledged what was stored no more",
    bug: "what-was-read-waits-for-other-readings",
    breaks: "SYN-13",
    seed: 996000058,
    plan: readPlan(
      "3 relaxed 1 text 0.1 200 45000; 32254 0 1970209141 restore; 33101 1 954017409 restore; 33665 1 2069279442 compact; 33833 0 145221151 guest; 33928 2 19429025 hurry; 34127 2 2078575562 act; 39933 2 251615498 act; 40114 1 1107637770 hurry; 40390 1 1088864617 restore; 40597 0 1465144455 compact; 40661 0 243774561 restore; 40713 0 322846375 act; 40870 2 1710716249 compact; 40914 2 1135295142 act; 41019 0 1397735602 act; 41051 0 1839888870 restore; 41245 1 512463782 guest; 41435 1 516741886 compact; 41583 0 1281758206 restore; 41645 2 376896019 act; 41735 2 1823383956 act; 41877 0 838604762 act; 42002 1 348845648 restore; 42209 2 730869900 hurry; 42344 1 987238930 compact; 42420 0 2085029930 act; 42651 1 489021607 compact; 42668 2 1879020977 act; 42894 2 1528233463 compact; 42937 0 708098415 compact; 42969 0 2107119847 compact; 43204 1 198900288 compact; 43306 0 1224537719 act; 43454 0 566787913 compact; 43679 1 1987011503 compact; 43769 0 1321132048 act; 43912 1 287278036 act; 44044 2 1254172372 guest; 44109 0 1604662802 guest; 44165 1 823478079 act; 44240 0 2048823252 act; 44393 1 1500248539 compact; 44530 0 1340141246 compact; 44557 0 2004189668 compact; 44681 2 656364447 act; 44716 1 374328641 compact; 44750 0 300821176 act; 44787 2 568885370 restore; 44815 2 535071306 restore",
    ),
  },
  {
    found:
      "backups were restored one after the other while the disk was full: the snapshots that replaced each other were each written, and what was answered long ago stood as unsent for as long",
    bug: "each-snapshot-has-its-turn",
    breaks: "L2",
    seed: 970642158,
    plan: readPlan(
      "3 relaxed 2 values 0.1 200 45000 bound; 135 2 1460362956 restore; 254 2 1191367058 act; 1263 2 1907468356 restore; 1299 1 546013789 full disk; 1419 2 535065264 full disk; 2004 1 1846044929 hurry; 2515 2 130158296 restore; 10515 2 2044825351 restore; 11082 0 270256242 full disk; 11356 2 1228706583 full disk; 11963 2 698178570 restore; 11992 1 2073686225 full disk; 12197 0 1840717188 act; 12310 2 2146558382 full disk; 12378 0 762743209 full disk; 12614 0 1005635334 act; 12931 1 1109009881 restore; 13434 0 1718728598 restore; 13773 0 1986836669 full disk; 15587 0 2080099090 full disk; 16054 0 464921780 full disk; 16668 1 1304428590 full disk; 16807 1 175764555 full disk; 20156 2 596829118 full disk; 20528 0 1184340232 full disk; 20644 0 513234435 restore; 20694 1 1231344471 act; 21210 1 452119151 restore; 21722 0 25839833 full disk; 21935 2 239209303 act; 22156 1 1163322757 hurry; 23359 0 767398264 full disk; 23429 1 335953300 act; 23693 0 925709562 restore; 24295 2 1058436385 full disk; 24651 0 1267114092 restore; 24866 0 1469597984 restore; 25412 1 534588951 restore; 25846 2 196001758 full disk; 26402 1 447860784 full disk; 26826 1 1576978905 restore; 27328 2 918251166 restore; 27391 1 564232504 restore; 27470 0 1240427486 full disk; 27976 0 837196922 restore; 28320 1 1757997022 restore; 28937 0 107591485 restore; 29330 1 773175618 full disk; 29780 0 942837308 restore; 30164 1 1469189619 restore; 30802 2 989192149 full disk; 31188 2 1214329695 act; 31576 0 666023770 act; 31750 0 1196479331 restore; 32112 2 849652743 restore; 32703 1 410257268 full disk; 32998 0 698119932 restore; 33412 2 947562149 restore; 33504 0 633905212 full disk; 34089 1 702332557 full disk; 34171 0 1265311427 restore; 34599 2 1547623745 hurry; 35174 2 1916732457 restore; 35521 1 893809238 full disk; 35765 2 725300770 act; 35815 1 50878603 act; 36258 2 697577835 full disk; 36650 2 1112266655 full disk; 37003 2 1651633032 full disk; 37499 0 785023460 restore; 38010 0 1717840599 full disk; 38619 0 509263300 act; 39038 2 1848624464 restore; 39223 2 938410237 restore; 39789 1 1038200789 guest; 40011 0 1722703803 act; 40502 2 833674141 restore; 40993 1 1116765758 restore; 41449 1 1583795027 restore; 41953 1 1836985727 full disk; 42390 0 2114114949 restore",
    ),
  },
  {
    found:
      "a leader read the store while the snapshot of a restored backup was on its way there: it went back to the log that it had given up, and acknowledged that",
    bug: "goes-back-to-what-it-gave-up",
    breaks: "SYN-13",
    seed: 996000024,
    plan: readPlan(
      "3 relaxed 1 text 0.1 200 45000; 32254 0 1970209141 restore; 33101 1 954017409 restore; 33665 1 2069279442 compact; 33833 0 145221151 guest; 33928 2 19429025 hurry; 34127 2 2078575562 act; 39933 2 251615498 act; 40114 1 1107637770 hurry; 40390 1 1088864617 restore; 40597 0 1465144455 compact; 40661 0 243774561 restore; 40713 0 322846375 act; 40870 2 1710716249 compact; 40914 2 1135295142 act; 41019 0 1397735602 act; 41051 0 1839888870 restore; 41245 1 512463782 guest; 41435 1 516741886 compact; 41583 0 1281758206 restore; 41645 2 376896019 act; 41735 2 1823383956 act; 41877 0 838604762 act; 42002 1 348845648 restore; 42209 2 730869900 hurry; 42344 1 987238930 compact; 42420 0 2085029930 act; 42651 1 489021607 compact; 42668 2 1879020977 act; 42894 2 1528233463 compact; 42937 0 708098415 compact; 42969 0 2107119847 compact; 43204 1 198900288 compact; 43306 0 1224537719 act; 43454 0 566787913 compact; 43679 1 1987011503 compact; 43769 0 1321132048 act; 43912 1 287278036 act; 44044 2 1254172372 guest; 44109 0 1604662802 guest; 44165 1 823478079 act; 44240 0 2048823252 act; 44393 1 1500248539 compact; 44530 0 1340141246 compact; 44557 0 2004189668 compact; 44681 2 656364447 act; 44716 1 374328641 compact; 44750 0 300821176 act; 44787 2 568885370 restore; 44815 2 535071306 restore",
    ),
  },
];
