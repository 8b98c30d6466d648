"""Turns of phrase that a list of words cannot catch: how a unit opens, who speaks, what is counted.

Those without a capital are for the lower-cased text of a unit (``Facts.lower``): Python tries alternatives up to
three times as fast where a pattern need not ignore case.
"""

import re

# --- how a unit opens
POINTS_BACK = re.compile(
    r"""
    (?: (?: and | but | also | in\ fact | in\ addition | moreover | in\ other\ words | importantly | in\ essence
          | over\ time | today | however | then | additionally | furthermore | as\ a\ result | typically | instead
          | once\ \w+ ) ,? \s+ )?
    (?: they | it | these | this | their | its | such | some | many | most | others? | both | we | our | all | each
      | every
      | the\ (?: cells? | treatments? | therap(?:y|ies) | procedures? | injections? | infusions? | results?
               | effects? | improvements? | gains? | benefits? | changes? )
      | patients? | people | participants? | results? | improvements? | recovery | benefits? | gains | side\ effects
      | complications ) \b
    """,
    re.VERBOSE,
)
CELL_PRONOUN = re.compile(
    r"(?: they | these | it | which | this ) \b (?! \s (?: is | are ) \s )", re.VERBOSE | re.IGNORECASE
)
BODY_SUBJECT = re.compile(
    r"""
    (?: (?: when | because | if | whether | in\ an? ) \s+ )?
    (?: (?: the | an? | that | severe | your | this | our ) \s+ )? (?: \w+ \s+ )?
    (?: body | brain | spinal\ cord | nerves? | scar | injur(?:y|ies) | damage | disease | discs? | joint | cartilage
      | oligodendrocytes | inflammation | nervous\ system | pancreas | immune\ system | lungs? | heart | liver | tendon
      | condition ) \b
    """,
    re.VERBOSE,
)
IMPERATIVE = re.compile(
    r"""
    (?: please \s+ )?
    (?: ask | contact | book | call | schedule | visit | learn | discover | read | click | find | explore | request
      | fill | take | send | use | see | join | stop | avoid | wear | plan | never\ (?: stop | take | pay ) | do\ not
      | don['’]t | please | allow | wait | rest | drink | return\ (?!of\b) | continue\ to | prepare | note
      | download | talk
      | speak | check | consult | start | get | let | choose | consider | imagine | bring | make | keep | write | email
      | estimate | apply | register | tell | share | follow | watch | claim\ your | act | reserve
      | secure | enquire | inquire | compare
      | beware | be | if\ you | if\ your ) \b
    """,
    re.VERBOSE,
)
STAGE = re.compile(r"(?: day | week | step | stage | phase | visit | module ) \s* \d+", re.VERBOSE)

# --- lines that state nothing by themselves
OPEN_LEAD_IN = re.compile(
    r"""
    (?: \b (?: can | to | by | include[sd]? | including | who | that | are | is | they\ have | for | following | follows
      | of | with | when | as | from | helps? | may | such\ as | below | these | features | benefits? | means | on
      | has | have | been | about | through | where | results? | note | ask | confirms? | shows? | highlights?
      | summary | abstract | expect | reported? | reports | notice | experience | see | differences?
      | they | we | it | if | you | your | showing | due\ to
      | do | does | not | never )
      | ^ | ^ here \s (?: are | is ) \b .*
      | \b (?: several | following | these | different | many | three | four | five ) (?: \s \w+ ){1,4} )
    \s* (?: [(] [^)]* [)] \s* )? : $
    """,
    re.VERBOSE,
)
OTHER_LIST = re.compile(
    r"""
    factor | depend | eligib | source | type | require | vary | severity | before | bring | prepare | ask | consult
    | typical | step | package | price
    """,
    re.VERBOSE,
)
STUDY_TITLE = re.compile(
    r"""
    : \s+ (?= \S ) (?: [^:\n] | : (?! \s ) )*    # from the last such colon: each stretch is gone through once
    \b (?: trial | study | review | analysis | report | experience | guideline | series ) \b
    """,
    re.VERBOSE,
)

# --- who speaks, and who is spoken of
FIRST_PERSON = re.compile(
    r"""
    (?<! hase[ -] ) (?<! ype[ -] ) (?<! tage[ -] ) (?<! lass[ -] )   # not "phase I", "type I"
    \b (?: I (?! [/\-–.)] ) | I['’](?: m | ve | d ) | [Mm]y | me | our\ son | our\ daughter ) \b
    """,
    re.VERBOSE,
)
STORY_HEADING = re.compile(
    r"""
    [“"'–—-]? \s* [A-ZÀ-Ý][\w'’.-]+ (?: \ [A-Z][\w'’.]* ){0,2} ,?   # "Elena", "Mr. K.,"
    \  [(]? (?: aged?\ )? \d{1,2} \b (?! \ ?% )                     # "41", "(aged 41"
    """,
    re.VERBOSE,
)
ONE_PERSON = re.compile(
    r"""
    \b (?: [Hh]e | [Ss]he | [Oo]ur\ (?: son | daughter )
      | [Mm]y\ (?: son | daughter | wife | husband | father | mother )
      | Mr\.? | Mrs\.? | Ms\.? ) \b
    | ^ (?: Before | After ) : \s
    """,
    re.VERBOSE,
)
REPORTED = re.compile(
    r"""
    [”"],?\ (?: [\w.]+\  ){1,4} (?: said | says | told | added | warned ) \b              # ..." the chief said
    | \b (?: said | says | told | added | warned ) \s
      (?: (?: he | she ) (?= \s* [.,;:!?”"] | \s* \Z ) | the | a | an | founder | chief | Dr | Prof | Mr | Ms ) \b
    | (?: said | says ) [.,:]
    | \b he\ (?: lectures | trains | teaches ) | \b she\ introduced                       # staff, not patients
    """,
    re.VERBOSE,
)
STAFF = re.compile(
    r"""
    \b (?: dr | prof | director | surgeons? | specialists? | team | consultants? | founder | doctors? | physicians?
      | neurologists | expert | unit | clinic | institute | hospital | centre | center ) \b
    """,
    re.VERBOSE,
)

# --- what is counted
COUNTED = tuple(  # words of which a text has one where the next pattern fits
    "treated performed procedures transplant injections infusions operations surgeries implantations".split()
)
TREATED_COUNT = re.compile(
    r"""
    \d [\d.,]{0,30} \+? \s+ (?: [\w-]+ \s+ ){0,3}?                 # "12,000+ spinal procedures"
    (?: treated | performed | procedures | transplants? | injections | infusions | operations | surgeries
      | implantations ) \b
    | \b (?: treated | performed ) \s+ (?: [\w-]+ \s+ ){0,3}? \d [\d.,]*
    """,
    re.VERBOSE,
)
PUBLISHED = re.compile(r"publications | papers | articles | books | patents | author", re.VERBOSE)
CELL_NOUN = re.compile(r"(?: cells? | exosomes? | MSCs? | platelets? ) $", re.VERBOSE | re.IGNORECASE)

# --- what is denied
NO_CURE = re.compile(
    r"""
    \b (?: a | no | miracle | the | complete ) \s (?: \w+ \s )? cure \b
    | be\ cured | curable | cure-all | not\ intended\ to
    """,
    re.VERBOSE,
)
NULL_RESULT = re.compile(
    r"""
    failed\ to\ (?: show | improve | demonstrate | meet | reduce | slow )
    | not\ (?: meet | met | find | improve | reduce | show | slow | differ ) \b
    | no\ (?: \w+\  )? (?: difference | benefit | effect | improvement | better )
    | (?: not | n['’]t | cannot )\ (?: \w+\  )? (?: reverse | restore | repair | cure | stop | help | work ) \b
    """,
    re.VERBOSE,
)
