"""Every code a reading can hold. `gongdao.words.reading` has words for each in both languages; a test compares."""

from . import lexicon

WHY = (
    # people
    "self_label", "role_label", "role_in_name", "role_from_words", "other_party", "named_within_party",
    "named_in_text",
    # time and order
    "date_order_contradictory", "date_order_from_sequence", "date_order_assumed", "year_unknown",
    "year_from_context",
    "base_date_missing", "day_from_base", "day_from_separator", "day_unknown", "order_from_times",
    "order_from_continuation", "order_unclear",
    # file
    "encoding_guessed", "encoded_part",
    # sums
    "money_marked", "money_bare", "money_in_row", "currency_symbol_ambiguous", "currency_from_context",
    "supposed", "joke_word",
    "deposit_word", "advance_word", "market_word", "penalty_word", "mediator_figure", "refund_word",
    "paid_word",
    "extra_for_item",
    "extra_word", "budget_word", "balance_word", "demand_word", "price_word", "offer_word", "sum_beside_item",
    "sellers_figure", "proposal_word", "buyers_figure", "side_unknown", "nothing_said_of_it", "cover_unclear",
    # whose words
    "adopts_proposal", "asked_of_other", "quote_is_sellers", "named_subject", "first_person",
    "second_person", "addressee_unclear", "pronoun",
    # requirements, links, exhibits, admissions, labels
    "announced_list", "enumerated", "wish_word", "said_again", "screenshot_named_before", "image_links_to_it",
    "original_named", "reference_word", "left_out_of_export", "named_only", "shown_by_other_side", "own_words",
    "label_words", "told_by_other_side",
)  # fmt: skip
"""Which rule led to a finding."""

CONFIRM = (
    "role_unknown", "role_inferred", "same_side_twice", "order_unclear", "time_unresolved", "time_assumed",
    "requirement_count_differs", "requirement_inferred", "amount_meaning", "currency_assumed",
    "currency_unknown",
    "cover_unclear", "exhibit_to_hand_in", "original_to_keep",
)  # fmt: skip
"""What a person must settle in a reading."""

CONFIRM_ORDER = (
    "requirements_missing", "price_missing", "price_inferred", "market_one_sided", "essential_unknown",
    "reference_missing", "deposit_differs", "deposit_inside_or_beside", "deposit_kind_unclear",
    "price_to_confirm",
    "total_price_missing", "currencies_differ", "currency_assumed", "list_author_unknown", "buyer_unknown",
    "seller_unknown", "buyer_inferred", "seller_inferred",
)  # fmt: skip
"""What a person must settle in a draft order."""

EXHIBITS = (
    "screenshot", "picture", "link", "reference_site", "file", "attachment", "chat_log", "change_document",
    "pictures",
    "source_code", "live_site", "data_files", "phone_call", "recording", "witness", "contract", "receipt",
)  # fmt: skip
ADMISSIONS = ("adversary_exhibit", "concession", "cannot_do", "requirements_restated")
ACTS = lexicon.keys("act")
LABELS = (*ACTS, "counter_accusation")
MESSAGE_LABELS = (*LABELS, "continuation", "media", "deleted")
TOPICS = (*lexicon.keys("topic"), "other")
