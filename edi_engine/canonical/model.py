"""The canonical documents: one struct per base class of the WCO Data Model, the role as data.

Written by tools/build_model.py from schemas/wco/model.tsv: change the table, not this file.
Every field is optional: None for values and structs, `NOTHING`, the shared empty list, for lists.
`extensions` holds what has no field, under namespaced keys.
"""

from decimal import Decimal
from typing import Any

import msgspec

from edi_engine.canonical.lists import NOTHING
from edi_engine.canonical.values import Amount, DateTime, Identifier, Measure, Name, Quantity, plainly_set


@plainly_set
class Address(msgspec.Struct, omit_defaults=True, forbid_unknown_fields=True, gc=False, kw_only=True, rename="camel"):
    """A postal address.

    WCO class Address (04A).
    """

    type_code: str | None = None
    city_name: str | None = None
    country_code: str | None = None
    country_name: str | None = None
    country_sub_division_code: str | None = None
    country_sub_division_name: str | None = None
    line: str | None = None
    post_office_box: str | None = None
    postcode_id: str | None = None
    street_name: str | None = None
    street_number: str | None = None
    sequence_numeric: int | None = None
    extensions: dict[str, Any] | None = None


@plainly_set
class Communication(
    msgspec.Struct, omit_defaults=True, forbid_unknown_fields=True, gc=False, kw_only=True, rename="camel"
):
    """A number or address by which someone is reached.

    WCO class Communication (25A).
    """

    id: str | None = None
    type_code: str | None = None
    sequence_numeric: int | None = None
    extensions: dict[str, Any] | None = None


@plainly_set
class Contact(msgspec.Struct, omit_defaults=True, forbid_unknown_fields=True, gc=False, kw_only=True, rename="camel"):
    """A person or department to talk to.

    WCO class Contact (34A).
    """

    name: str | None = None
    function_code: str | None = None
    communications: list[Communication] = NOTHING
    sequence_numeric: int | None = None
    extensions: dict[str, Any] | None = None


@plainly_set
class Party(msgspec.Struct, omit_defaults=True, forbid_unknown_fields=True, gc=False, kw_only=True, rename="camel"):
    """A party in a role; `level` only where it differs from the role's default level (roles.tsv).

    WCO class Party.
    """

    role: str | None = None
    level: str | None = None
    name: str | None = None
    id: str | None = None
    ids: list[Identifier] = NOTHING
    names: list[Name] = NOTHING
    function_code: str | None = None
    role_code: str | None = None
    category_code: str | None = None
    type_code: str | None = None
    identification_issuing_country_code: str | None = None
    nationality_code: str | None = None
    address: Address | None = None
    contact: Contact | None = None
    contacts: list[Contact] = NOTHING
    communications: list[Communication] = NOTHING
    sequence_numeric: int | None = None
    short_name: str | None = None
    business_type_code: str | None = None
    birth_date_time: DateTime | None = None
    endorsement_type_code: str | None = None
    arrival_location_name: str | None = None
    stuffing_date_time: DateTime | None = None
    contact_function: str | None = None
    country_code: str | None = None
    extensions: dict[str, Any] | None = None


@plainly_set
class Authentication(
    msgspec.Struct, omit_defaults=True, forbid_unknown_fields=True, gc=False, kw_only=True, rename="camel"
):
    """Who stands for the document, and how.

    WCO class Authentication (61B).
    """

    value: str | None = None
    date_time: DateTime | None = None
    location_name: str | None = None
    authenticator: Party | None = None
    sequence_numeric: int | None = None
    extensions: dict[str, Any] | None = None


@plainly_set
class Packaging(msgspec.Struct, omit_defaults=True, forbid_unknown_fields=True, gc=False, kw_only=True, rename="camel"):
    """Packages of one kind.

    WCO class Packaging (93A).
    """

    sequence_numeric: int | None = None
    marks_numbers: str | None = None
    quantity: Decimal | None = None
    piece_quantity: Decimal | None = None
    type_code: str | None = None
    level_code: str | None = None
    packing_material_description: str | None = None
    length: Measure | None = None
    width: Measure | None = None
    height: Measure | None = None
    volume: Measure | None = None
    extensions: dict[str, Any] | None = None


@plainly_set
class WriteOff(msgspec.Struct, omit_defaults=True, forbid_unknown_fields=True, gc=False, kw_only=True, rename="camel"):
    """What a document is charged with.

    WCO class WriteOff (22C).
    """

    line_numeric: int | None = None
    type_code: str | None = None
    quantity: Quantity | None = None
    amount: Amount | None = None
    unit_qualifier: str | None = None
    packagings: list[Packaging] = NOTHING
    extensions: dict[str, Any] | None = None


@plainly_set
class Vehicle(msgspec.Struct, omit_defaults=True, forbid_unknown_fields=True, gc=False, kw_only=True, rename="camel"):
    """A vehicle among the goods.

    WCO class Vehicle.
    """

    vin: str | None = None
    engine_number: str | None = None
    chassis_number: str | None = None
    model_name: str | None = None
    extensions: dict[str, Any] | None = None


@plainly_set
class Document(msgspec.Struct, omit_defaults=True, forbid_unknown_fields=True, gc=False, kw_only=True, rename="camel"):
    """A document referred to; its use is the field that holds it, a finer kind stands in `kind`.

    WCO class AdditionalDocument, PreviousDocument, TransportContractDocument, RootDocument (02A, 99A, 30B).
    """

    sequence_numeric: int | None = None
    kind: str | None = None
    category_code: str | None = None
    effective_date_time: DateTime | None = None
    expiration_date_time: DateTime | None = None
    id: str | None = None
    issue_date_time: DateTime | None = None
    issue_location_id: str | None = None
    issue_location_name: str | None = None
    name: str | None = None
    status_code: str | None = None
    type_code: str | None = None
    version_id: str | None = None
    revision_id: str | None = None
    functional_reference_id: str | None = None
    line_numeric: int | None = None
    lpco_exemption_code: str | None = None
    amount: Amount | None = None
    references: list[Identifier] = NOTHING
    submitter: Party | None = None
    issuer: Party | None = None
    write_off: WriteOff | None = None
    vehicles: list[Vehicle] = NOTHING
    acceptance_date_time: DateTime | None = None
    cancellation_date_time: DateTime | None = None
    rejection_date_time: DateTime | None = None
    function_code: str | None = None
    function_name: str | None = None
    issuing_party_id: str | None = None
    issuing_authority_name: str | None = None
    language_code: str | None = None
    location_id: str | None = None
    original_indicator: str | None = None
    verification_indicator: str | None = None
    validity_duration: Measure | None = None
    goods_item_quantity: Decimal | None = None
    condition_code: str | None = None
    split_indicator: str | None = None
    type: str | None = None
    authentication: Authentication | None = None
    parties: list[Party] = NOTHING
    extensions: dict[str, Any] | None = None


@plainly_set
class Pointer(msgspec.Struct, omit_defaults=True, forbid_unknown_fields=True, gc=False, kw_only=True, rename="camel"):
    """One link of the chain that leads to a place in the document.

    WCO class Pointer (97A).
    """

    sequence_numeric: int | None = None
    document_section_code: str | None = None
    tag_id: str | None = None
    location: str | None = None
    extensions: dict[str, Any] | None = None


@plainly_set
class AdditionalInformation(
    msgspec.Struct, omit_defaults=True, forbid_unknown_fields=True, gc=False, kw_only=True, rename="camel"
):
    """A statement, coded or in words.

    WCO class AdditionalInformation (03A).
    """

    sequence_numeric: int | None = None
    statement_code: str | None = None
    statement_description: str | None = None
    limit_date_time: DateTime | None = None
    statement_type_code: str | None = None
    pointers: list[Pointer] = NOTHING
    extensions: dict[str, Any] | None = None


@plainly_set
class Amendment(msgspec.Struct, omit_defaults=True, forbid_unknown_fields=True, gc=False, kw_only=True, rename="camel"):
    """A change and where it was made.

    WCO class Amendment (06A).
    """

    change_reason_code: str | None = None
    change_reason: str | None = None
    pointers: list[Pointer] = NOTHING
    sequence_numeric: int | None = None
    extensions: dict[str, Any] | None = None


@plainly_set
class Location(msgspec.Struct, omit_defaults=True, forbid_unknown_fields=True, gc=False, kw_only=True, rename="camel"):
    """A place; its part is the field that holds it.

    WCO class GoodsLocation, LoadingLocation, UnloadingLocation, Destination, Warehouse, Location (64A, 83A, 38B,
    99B, 43B).
    """

    name: str | None = None
    id: str | None = None
    type_code: str | None = None
    role_code: str | None = None
    identification_type_code: str | None = None
    country_code: str | None = None
    country_name: str | None = None
    region_id: str | None = None
    latitude: str | None = None
    longitude: str | None = None
    arrival_date_time: DateTime | None = None
    departure_date_time: DateTime | None = None
    loading_date_time: DateTime | None = None
    address: Address | None = None
    contact: Contact | None = None
    sequence_numeric: int | None = None
    role: str | None = None
    sub_role: str | None = None
    anchorage_indicator: str | None = None
    actual_indicator: str | None = None
    authorisation_reference: str | None = None
    customs_office_id: str | None = None
    economic_operator_id: str | None = None
    container_code: str | None = None
    taking_over_date_time: DateTime | None = None
    embarkation_date_time: DateTime | None = None
    warehouse_id: str | None = None
    facility_id: str | None = None
    extensions: dict[str, Any] | None = None


@plainly_set
class Office(msgspec.Struct, omit_defaults=True, forbid_unknown_fields=True, gc=False, kw_only=True, rename="camel"):
    """An office of an administration in a role.

    WCO class ContactOffice, GovernmentAgency (35A).
    """

    role: str | None = None
    sequence_numeric: int | None = None
    id: str | None = None
    name: str | None = None
    type_code: str | None = None
    actual_indicator: str | None = None
    arrival_date_time: DateTime | None = None
    warehouse_id: str | None = None
    contacts: list[Contact] = NOTHING
    communications: list[Communication] = NOTHING
    extensions: dict[str, Any] | None = None


@plainly_set
class Itinerary(msgspec.Struct, omit_defaults=True, forbid_unknown_fields=True, gc=False, kw_only=True, rename="camel"):
    """One leg or country of a route.

    WCO class Itinerary (81A).
    """

    sequence_numeric: int | None = None
    routing_country_code: str | None = None
    routing_region_id: str | None = None
    function_code: str | None = None
    id: str | None = None
    name: str | None = None
    arrival_date_time: DateTime | None = None
    departure_date_time: DateTime | None = None
    routing_region_name: str | None = None
    type_code: str | None = None
    security_level_code: str | None = None
    port_activity_date_time: DateTime | None = None
    call_purpose_codes: list[str] = NOTHING
    arrival_facility: Location | None = None
    departure_facility: Location | None = None
    additional_informations: list[AdditionalInformation] = NOTHING
    offices: list[Office] = NOTHING
    journey_id: str | None = None
    carrier_id: str | None = None
    calls: list[Location] = NOTHING
    extensions: dict[str, Any] | None = None


@plainly_set
class Classification(
    msgspec.Struct, omit_defaults=True, forbid_unknown_fields=True, gc=False, kw_only=True, rename="camel"
):
    """A code for the goods in one nomenclature.

    WCO class Classification (21A).
    """

    id: str | None = None
    type: str | None = None
    name_code: str | None = None
    description: str | None = None
    binding_tariff_reference_id: str | None = None
    sequence_numeric: int | None = None
    extensions: dict[str, Any] | None = None


@plainly_set
class Store(msgspec.Struct, omit_defaults=True, forbid_unknown_fields=True, gc=False, kw_only=True, rename="camel"):
    """Stores of a ship, or effects of a person: what is on board and no cargo.

    WCO class .
    """

    sequence_numeric: int | None = None
    type_code: str | None = None
    description: str | None = None
    quantity: Quantity | None = None
    location_name: str | None = None
    classifications: list[Classification] = NOTHING
    extensions: dict[str, Any] | None = None


@plainly_set
class Person(msgspec.Struct, omit_defaults=True, forbid_unknown_fields=True, gc=False, kw_only=True, rename="camel"):
    """A natural person: crew, passenger.

    WCO class PersonOnBoard, Person (67B).
    """

    role: str | None = None
    sequence_numeric: int | None = None
    family_name: str | None = None
    given_name: str | None = None
    middle_name: str | None = None
    designation: str | None = None
    job_title_code: str | None = None
    nationality_code: str | None = None
    birth_date_time: DateTime | None = None
    birth_place: str | None = None
    birth_country_code: str | None = None
    gender_code: str | None = None
    residence_country_code: str | None = None
    status_code: str | None = None
    information_verified_indicator: str | None = None
    transit_code: str | None = None
    reservation_id: str | None = None
    address: Address | None = None
    communications: list[Communication] = NOTHING
    travel_documents: list[Document] = NOTHING
    additional_documents: list[Document] = NOTHING
    additional_informations: list[AdditionalInformation] = NOTHING
    embarkation_place: Location | None = None
    disembarkation_place: Location | None = None
    locations: list[Location] = NOTHING
    effects: list[Store] = NOTHING
    extensions: dict[str, Any] | None = None


@plainly_set
class Seal(msgspec.Struct, omit_defaults=True, forbid_unknown_fields=True, gc=False, kw_only=True, rename="camel"):
    """A seal on a unit.

    WCO class Seal (44B).
    """

    sequence_numeric: int | None = None
    id: str | None = None
    sealing_party_type_code: str | None = None
    condition_code: str | None = None
    extensions: dict[str, Any] | None = None


@plainly_set
class GoodsMeasure(
    msgspec.Struct, omit_defaults=True, forbid_unknown_fields=True, gc=False, kw_only=True, rename="camel"
):
    """Masses and quantities of an item.

    WCO class GoodsMeasure (65A).
    """

    gross_mass: Measure | None = None
    net_mass: Measure | None = None
    tariff_quantities: list[Quantity] = NOTHING
    gross_volume: Measure | None = None
    net_volume: Measure | None = None
    sequence_numeric: int | None = None
    type_code: str | None = None
    tariff_quantity_amount: Amount | None = None
    annual_quota_quantity: Quantity | None = None
    exported_in_current_year_quantity: Quantity | None = None
    tolerance_numeric: Decimal | None = None
    extensions: dict[str, Any] | None = None


@plainly_set
class DangerousGoods(
    msgspec.Struct, omit_defaults=True, forbid_unknown_fields=True, gc=False, kw_only=True, rename="camel"
):
    """Dangerous goods data.

    WCO class DangerousGoods (12C).
    """

    undg_id: str | None = None
    regulation_code: str | None = None
    hazard_class_id: str | None = None
    proper_shipping_name: str | None = None
    technical_name: str | None = None
    flashpoint: Measure | None = None
    temperature: Measure | None = None
    packaging_danger_level_code: str | None = None
    sequence_numeric: int | None = None
    pollutant_type_code: str | None = None
    subsidiary_risk_codes: list[str] = NOTHING
    emergency_schedule_id: str | None = None
    packagings: list[Packaging] = NOTHING
    goods_measure: GoodsMeasure | None = None
    parties: list[Party] = NOTHING
    additional_informations: list[AdditionalInformation] = NOTHING
    stow_position: Location | None = None
    extensions: dict[str, Any] | None = None


@plainly_set
class Dimension(msgspec.Struct, omit_defaults=True, forbid_unknown_fields=True, gc=False, kw_only=True, rename="camel"):
    """A size beyond the usual one; one unit for all sides.

    WCO class .
    """

    type_code: str | None = None
    unit: str | None = None
    length: Decimal | None = None
    width: Decimal | None = None
    height: Decimal | None = None
    extensions: dict[str, Any] | None = None


@plainly_set
class Damage(msgspec.Struct, omit_defaults=True, forbid_unknown_fields=True, gc=False, kw_only=True, rename="camel"):
    """What is broken on a unit, each fact coded or in words.

    WCO class .
    """

    point_code: str | None = None
    type_code: str | None = None
    type: str | None = None
    area_code: str | None = None
    area: str | None = None
    severity_code: str | None = None
    severity: str | None = None
    extensions: dict[str, Any] | None = None


@plainly_set
class TransportEquipment(
    msgspec.Struct, omit_defaults=True, forbid_unknown_fields=True, gc=False, kw_only=True, rename="camel"
):
    """A container or another unit.

    WCO class TransportEquipment (31B).
    """

    sequence_numeric: int | None = None
    id: str | None = None
    characteristic_code: str | None = None
    goods_item_numbers: list[int] = NOTHING
    fullness_code: str | None = None
    status_code: str | None = None
    seals_affixed_quantity: Decimal | None = None
    gross_mass: Measure | None = None
    tare_mass: Measure | None = None
    seals: list[Seal] = NOTHING
    temperature: Measure | None = None
    minimum_temperature: Measure | None = None
    maximum_temperature: Measure | None = None
    verified_gross_mass: Measure | None = None
    owner_type_code: str | None = None
    damage_code: str | None = None
    stow_position: Location | None = None
    locations: list[Location] = NOTHING
    additional_informations: list[AdditionalInformation] = NOTHING
    dangerous_goods: list[DangerousGoods] = NOTHING
    attached_ids: list[Identifier] = NOTHING
    dimensions: list[Dimension] = NOTHING
    damages: list[Damage] = NOTHING
    parties: list[Party] = NOTHING
    additional_documents: list[Document] = NOTHING
    extensions: dict[str, Any] | None = None


@plainly_set
class Waste(msgspec.Struct, omit_defaults=True, forbid_unknown_fields=True, gc=False, kw_only=True, rename="camel"):
    """Waste of one kind on a ship: what is delivered, what is kept.

    WCO class .
    """

    sequence_numeric: int | None = None
    type_code: str | None = None
    description: str | None = None
    delivery_quantity: Quantity | None = None
    maximum_capacity: Quantity | None = None
    retained_quantity: Quantity | None = None
    retained_delivery_location_id: str | None = None
    generated_quantity: Quantity | None = None
    last_delivery_date_time: DateTime | None = None
    delivery_place: Location | None = None
    extensions: dict[str, Any] | None = None


@plainly_set
class BallastWater(
    msgspec.Struct, omit_defaults=True, forbid_unknown_fields=True, gc=False, kw_only=True, rename="camel"
):
    """Water in one ballast tank of a ship.

    WCO class .
    """

    sequence_numeric: int | None = None
    tank_id: str | None = None
    quantity: Quantity | None = None
    uptake_location: Location | None = None
    uptake_date_time: DateTime | None = None
    treatment_code: str | None = None
    treatment_date_time: DateTime | None = None
    discharge_quantity: Quantity | None = None
    extensions: dict[str, Any] | None = None


@plainly_set
class TransportMeans(
    msgspec.Struct, omit_defaults=True, forbid_unknown_fields=True, gc=False, kw_only=True, rename="camel"
):
    """A means of transport; its stage is the field that holds it.

    WCO class BorderTransportMeans, ArrivalTransportMeans, DepartureTransportMeans, TransportMeans (15A, 10A,
    46A).
    """

    name: str | None = None
    id: str | None = None
    identification_type_code: str | None = None
    type_code: str | None = None
    registration_nationality_code: str | None = None
    mode_code: str | None = None
    journey_id: str | None = None
    stay_id: str | None = None
    estimated_arrival_date_time: DateTime | None = None
    actual_arrival_date_time: DateTime | None = None
    departure_date_time: DateTime | None = None
    itineraries: list[Itinerary] = NOTHING
    sequence_numeric: int | None = None
    role: str | None = None
    operation_type_code: str | None = None
    intermediate_mode_and_type_code: str | None = None
    movement_description_code: str | None = None
    call_sign: str | None = None
    registration_location_id: str | None = None
    security_level_code: str | None = None
    ballast_or_cargo_type_code: str | None = None
    gross_tonnage: Measure | None = None
    net_tonnage: Measure | None = None
    summer_deadweight: Measure | None = None
    length: Measure | None = None
    fore_draught: Measure | None = None
    aft_draught: Measure | None = None
    latitude: str | None = None
    longitude: str | None = None
    estimated_departure_date_time: DateTime | None = None
    crew_quantity: Decimal | None = None
    passenger_quantity: Decimal | None = None
    transport_document_quantity: Decimal | None = None
    call_purpose_codes: list[str] = NOTHING
    arrival_facility: Location | None = None
    departure_facility: Location | None = None
    parties: list[Party] = NOTHING
    persons: list[Person] = NOTHING
    additional_documents: list[Document] = NOTHING
    additional_informations: list[AdditionalInformation] = NOTHING
    transport_equipments: list[TransportEquipment] = NOTHING
    stores: list[Store] = NOTHING
    wastes: list[Waste] = NOTHING
    ids: list[Identifier] = NOTHING
    ballast_waters: list[BallastWater] = NOTHING
    extensions: dict[str, Any] | None = None


@plainly_set
class Constituent(
    msgspec.Struct, omit_defaults=True, forbid_unknown_fields=True, gc=False, kw_only=True, rename="camel"
):
    """What the goods are made of.

    WCO class Constituent.
    """

    element_code: str | None = None
    element_name: str | None = None
    percentage: Decimal | None = None
    sequence_numeric: int | None = None
    extensions: dict[str, Any] | None = None


@plainly_set
class ObligationGuarantee(
    msgspec.Struct, omit_defaults=True, forbid_unknown_fields=True, gc=False, kw_only=True, rename="camel"
):
    """Security for a debt.

    WCO class ObligationGuarantee (90A).
    """

    amount: Amount | None = None
    id: str | None = None
    invalid_transit_country_code: str | None = None
    reference_id: str | None = None
    security_details_code: str | None = None
    access_code: str | None = None
    guarantee_office_id: str | None = None
    sequence_numeric: int | None = None
    type_code: str | None = None
    parties: list[Party] = NOTHING
    additional_documents: list[Document] = NOTHING
    extensions: dict[str, Any] | None = None


@plainly_set
class Payment(msgspec.Struct, omit_defaults=True, forbid_unknown_fields=True, gc=False, kw_only=True, rename="camel"):
    """What is to be paid, and how.

    WCO class Payment (94A).
    """

    method_code: str | None = None
    reference_id: str | None = None
    tax_assessed_amount: Amount | None = None
    due_date_time: DateTime | None = None
    payment_amount: Amount | None = None
    obligation_guarantees: list[ObligationGuarantee] = NOTHING
    extensions: dict[str, Any] | None = None


@plainly_set
class DutyTaxFee(
    msgspec.Struct, omit_defaults=True, forbid_unknown_fields=True, gc=False, kw_only=True, rename="camel"
):
    """A duty, tax or fee; one that carries only `duty_regime_code` states a preference.

    WCO class DutyTaxFee (50A).
    """

    ad_valorem_tax_base_amount: Amount | None = None
    deduct_amount: Amount | None = None
    duty_regime_code: str | None = None
    specific_tax_base_quantity: Quantity | None = None
    tax_rate_numeric: Decimal | None = None
    type_code: str | None = None
    quota_order_id: str | None = None
    payment: Payment | None = None
    sequence_numeric: int | None = None
    tax: str | None = None
    extensions: dict[str, Any] | None = None


@plainly_set
class Charge(msgspec.Struct, omit_defaults=True, forbid_unknown_fields=True, gc=False, kw_only=True, rename="camel"):
    """An addition to or a deduction from a value.

    WCO class ChargeDeduction (58B).
    """

    type_code: str | None = None
    amount: Amount | None = None
    direction: str | None = None
    special_service_code: str | None = None
    percentage: Decimal | None = None
    basis: str | None = None
    sequence_numeric: int | None = None
    extensions: dict[str, Any] | None = None


@plainly_set
class TradeTerms(
    msgspec.Struct, omit_defaults=True, forbid_unknown_fields=True, gc=False, kw_only=True, rename="camel"
):
    """Terms of delivery.

    WCO class TradeTerms (22B).
    """

    condition_code: str | None = None
    country_relationship_code: str | None = None
    description: str | None = None
    location_id: str | None = None
    location_name: str | None = None
    contract_id: str | None = None
    country_code: str | None = None
    extensions: dict[str, Any] | None = None


@plainly_set
class PaymentTerms(
    msgspec.Struct, omit_defaults=True, forbid_unknown_fields=True, gc=False, kw_only=True, rename="camel"
):
    """How and when an invoice is to be paid.

    WCO class PaymentTerms.
    """

    type_code: str | None = None
    description: str | None = None
    reference_code: str | None = None
    time_code: str | None = None
    period_code: str | None = None
    period_quantity: Decimal | None = None
    percentage: Decimal | None = None
    amount_kind: str | None = None
    amount: Amount | None = None
    extensions: dict[str, Any] | None = None


@plainly_set
class InvoiceLine(
    msgspec.Struct, omit_defaults=True, forbid_unknown_fields=True, gc=False, kw_only=True, rename="camel"
):
    """A line of an invoice, or what an item costs.

    WCO class InvoiceLine (79A).
    """

    sequence_numeric: int | None = None
    item_charge_amount: Amount | None = None
    quantity: Quantity | None = None
    unit_price: Decimal | None = None
    unit_price_basis: Decimal | None = None
    unit_price_unit: str | None = None
    invoice_id: str | None = None
    goods_item_number: int | None = None
    product_id: str | None = None
    product_scheme: str | None = None
    product_ids: list[Identifier] = NOTHING
    description: str | None = None
    commercial_description: str | None = None
    brand_name: str | None = None
    origin_country_code: str | None = None
    documents: list[Document] = NOTHING
    packagings: list[Packaging] = NOTHING
    charges: list[Charge] = NOTHING
    trade_terms: TradeTerms | None = None
    payment_terms: PaymentTerms | None = None
    extensions: dict[str, Any] | None = None


@plainly_set
class GovernmentProcedure(
    msgspec.Struct, omit_defaults=True, forbid_unknown_fields=True, gc=False, kw_only=True, rename="camel"
):
    """A customs procedure: the first with current and previous, further ones with additional codes.

    WCO class GovernmentProcedure (70A).
    """

    current_code: str | None = None
    previous_code: str | None = None
    sequence_numeric: int | None = None
    extensions: dict[str, Any] | None = None


@plainly_set
class Status(msgspec.Struct, omit_defaults=True, forbid_unknown_fields=True, gc=False, kw_only=True, rename="camel"):
    """A state reached by the declaration or a part of it.

    WCO class Status (12B).
    """

    effective_date_time: DateTime | None = None
    name_code: str | None = None
    release_date_time: DateTime | None = None
    pointers: list[Pointer] = NOTHING
    extensions: dict[str, Any] | None = None


@plainly_set
class Commodity(msgspec.Struct, omit_defaults=True, forbid_unknown_fields=True, gc=False, kw_only=True, rename="camel"):
    """What the goods are.

    WCO class Commodity (23A).
    """

    id: str | None = None
    description: str | None = None
    descriptions: list[Name] = NOTHING
    cargo_description: str | None = None
    commercial_description: str | None = None
    characteristic_description: str | None = None
    characteristic_codes: list[str] = NOTHING
    brand_name: str | None = None
    model_name: str | None = None
    intended_use_code: str | None = None
    sensitive_goods_code: str | None = None
    physical_state_code: str | None = None
    goods_group_name_code: str | None = None
    lot_number_id: str | None = None
    product_batch_ids: list[str] = NOTHING
    product_expiry_date_time: DateTime | None = None
    production_date_times: list[DateTime] = NOTHING
    value_amount: Amount | None = None
    parties: list[Party] = NOTHING
    classifications: list[Classification] = NOTHING
    constituents: list[Constituent] = NOTHING
    dangerous_goods: list[DangerousGoods] = NOTHING
    duty_tax_fees: list[DutyTaxFee] = NOTHING
    goods_measure: GoodsMeasure | None = None
    invoice_line: InvoiceLine | None = None
    transport_equipments: list[TransportEquipment] = NOTHING
    transport_means: list[TransportMeans] = NOTHING
    vehicles: list[Vehicle] = NOTHING
    sequence_numeric: int | None = None
    best_before_date_time: DateTime | None = None
    manufacture_date_time: DateTime | None = None
    acquisition_date_time: DateTime | None = None
    jurisdiction_date_time: DateTime | None = None
    count_quantity: Decimal | None = None
    size: Measure | None = None
    intended_use: str | None = None
    category_code: str | None = None
    category_qualifier_code: str | None = None
    goods_group_name: str | None = None
    identity_qualifier_code: str | None = None
    temperature: Measure | None = None
    process_type_codes: list[str] = NOTHING
    additional_documents: list[Document] = NOTHING
    additional_informations: list[AdditionalInformation] = NOTHING
    procedures: list[GovernmentProcedure] = NOTHING
    itineraries: list[Itinerary] = NOTHING
    locations: list[Location] = NOTHING
    statuses: list[Status] = NOTHING
    extensions: dict[str, Any] | None = None


@plainly_set
class UCR(msgspec.Struct, omit_defaults=True, forbid_unknown_fields=True, gc=False, kw_only=True, rename="camel"):
    """Unique consignment reference.

    WCO class UCR (35B).
    """

    id: str | None = None
    trader_assigned_reference_id: str | None = None
    sequence_numeric: int | None = None
    extensions: dict[str, Any] | None = None


@plainly_set
class ConsignmentItem(
    msgspec.Struct, omit_defaults=True, forbid_unknown_fields=True, gc=False, kw_only=True, rename="camel"
):
    """An item as the carrier sees it.

    WCO class ConsignmentItem (29A).
    """

    sequence_numeric: int | None = None
    parties: list[Party] = NOTHING
    freight_payment_method_code: str | None = None
    commodity: Commodity | None = None
    goods_measure: GoodsMeasure | None = None
    packagings: list[Packaging] = NOTHING
    goods_location: Location | None = None
    itineraries: list[Itinerary] = NOTHING
    transport_equipments: list[TransportEquipment] = NOTHING
    supervising_office_id: str | None = None
    ucr: UCR | None = None
    freight_rate_quantity: Quantity | None = None
    freight_rate_type_code: str | None = None
    freight_rate_amount: Amount | None = None
    additional_documents: list[Document] = NOTHING
    supporting_documents: list[Document] = NOTHING
    additional_references: list[Document] = NOTHING
    previous_documents: list[Document] = NOTHING
    additional_informations: list[AdditionalInformation] = NOTHING
    extensions: dict[str, Any] | None = None


@plainly_set
class HouseConsignment(
    msgspec.Struct, omit_defaults=True, forbid_unknown_fields=True, gc=False, kw_only=True, rename="camel"
):
    """A consignment inside another, under a house bill.

    WCO class HouseConsignment (21C).
    """

    sequence_numeric: int | None = None
    total_gross_mass: Measure | None = None
    freight_payment_method_code: str | None = None
    parties: list[Party] = NOTHING
    consignment_items: list[ConsignmentItem] = NOTHING
    transport_contract_documents: list[Document] = NOTHING
    transport_equipments: list[TransportEquipment] = NOTHING
    itineraries: list[Itinerary] = NOTHING
    goods_location: Location | None = None
    loading_location: Location | None = None
    unloading_location: Location | None = None
    delivery_location: Location | None = None
    ucr: UCR | None = None
    freight_rate_quantity: Quantity | None = None
    freight_rate_type_code: str | None = None
    freight_rate_amount: Amount | None = None
    additional_documents: list[Document] = NOTHING
    supporting_documents: list[Document] = NOTHING
    additional_references: list[Document] = NOTHING
    previous_documents: list[Document] = NOTHING
    additional_informations: list[AdditionalInformation] = NOTHING
    extensions: dict[str, Any] | None = None


@plainly_set
class Consignment(
    msgspec.Struct, omit_defaults=True, forbid_unknown_fields=True, gc=False, kw_only=True, rename="camel"
):
    """The transport side: of the goods shipment or, under `declaration_consignment`, of the declaration.

    WCO class Consignment (28A).
    """

    sequence_numeric: int | None = None
    container_code: str | None = None
    total_gross_mass: Measure | None = None
    total_package_quantity: Decimal | None = None
    carrier_assigned_id: str | None = None
    transport_equipment_quantity: Decimal | None = None
    arrival_transport_means: TransportMeans | None = None
    consignment_items: list[ConsignmentItem] = NOTHING
    departure_transport_means: TransportMeans | None = None
    freight_payment_method_code: str | None = None
    goods_location: Location | None = None
    itineraries: list[Itinerary] = NOTHING
    loading_location: Location | None = None
    unloading_location: Location | None = None
    transit_location: Location | None = None
    entry_location: Location | None = None
    exit_location: Location | None = None
    delivery_location: Location | None = None
    transport_contract_documents: list[Document] = NOTHING
    transport_equipments: list[TransportEquipment] = NOTHING
    unattached_seals: list[Seal] = NOTHING
    ucr: UCR | None = None
    postal_receptacle_id: str | None = None
    expected_arrival_date_time: DateTime | None = None
    split_code: str | None = None
    value_amount: Amount | None = None
    gross_volume: Measure | None = None
    border_transport_means: TransportMeans | None = None
    transport_means: list[TransportMeans] = NOTHING
    locations: list[Location] = NOTHING
    offices: list[Office] = NOTHING
    warehouse: Location | None = None
    parties: list[Party] = NOTHING
    house_consignments: list[HouseConsignment] = NOTHING
    freight_rate_quantity: Quantity | None = None
    freight_rate_type_code: str | None = None
    freight_rate_amount: Amount | None = None
    additional_documents: list[Document] = NOTHING
    supporting_documents: list[Document] = NOTHING
    additional_references: list[Document] = NOTHING
    previous_documents: list[Document] = NOTHING
    additional_informations: list[AdditionalInformation] = NOTHING
    extensions: dict[str, Any] | None = None


@plainly_set
class CurrencyExchange(
    msgspec.Struct, omit_defaults=True, forbid_unknown_fields=True, gc=False, kw_only=True, rename="camel"
):
    """A rate of exchange.

    WCO class CurrencyExchange (40A).
    """

    currency_code: str | None = None
    rate_numeric: Decimal | None = None
    effective_date_time: DateTime | None = None
    sequence_numeric: int | None = None
    extensions: dict[str, Any] | None = None


@plainly_set
class CustomsValuation(
    msgspec.Struct, omit_defaults=True, forbid_unknown_fields=True, gc=False, kw_only=True, rename="camel"
):
    """How the customs value was found.

    WCO class CustomsValuation (41A).
    """

    method_code: str | None = None
    freight_charge_amount: Amount | None = None
    party_relationship_code: str | None = None
    charges: list[Charge] = NOTHING
    extensions: dict[str, Any] | None = None


@plainly_set
class Origin(msgspec.Struct, omit_defaults=True, forbid_unknown_fields=True, gc=False, kw_only=True, rename="camel"):
    """Where goods come from, in the sense of `type_code`.

    WCO class Origin (92A).
    """

    country_code: str | None = None
    region_id: str | None = None
    type_code: str | None = None
    sequence_numeric: int | None = None
    extensions: dict[str, Any] | None = None


@plainly_set
class ValuationAdjustment(
    msgspec.Struct, omit_defaults=True, forbid_unknown_fields=True, gc=False, kw_only=True, rename="camel"
):
    """Valuation indicators, or a percentage that adjusts the value.

    WCO class ValuationAdjustment (39B).
    """

    addition_code: str | None = None
    percentage: Decimal | None = None
    extensions: dict[str, Any] | None = None


@plainly_set
class Authorisation(
    msgspec.Struct, omit_defaults=True, forbid_unknown_fields=True, gc=False, kw_only=True, rename="camel"
):
    """A permit the declaration relies on, by its reference.

    WCO class Authorisation.
    """

    sequence_numeric: int | None = None
    id: str | None = None
    type: str | None = None
    holder_id: str | None = None
    extensions: dict[str, Any] | None = None


@plainly_set
class GoodsItem(msgspec.Struct, omit_defaults=True, forbid_unknown_fields=True, gc=False, kw_only=True, rename="camel"):
    """One item of the goods, as the government agency counts them.

    WCO class GovernmentAgencyGoodsItem (68A).
    """

    customs_value_amount: Amount | None = None
    sequence_numeric: int | None = None
    statistical_value_amount: Amount | None = None
    transaction_nature_code: str | None = None
    jurisdiction_date_time: DateTime | None = None
    parties: list[Party] = NOTHING
    additional_documents: list[Document] = NOTHING
    additional_informations: list[AdditionalInformation] = NOTHING
    commodity: Commodity | None = None
    customs_valuation: CustomsValuation | None = None
    destination: Location | None = None
    export_country_code: str | None = None
    freight_payment_method_code: str | None = None
    goods_location: Location | None = None
    loading_location: Location | None = None
    unloading_location: Location | None = None
    procedures: list[GovernmentProcedure] = NOTHING
    origins: list[Origin] = NOTHING
    packagings: list[Packaging] = NOTHING
    previous_documents: list[Document] = NOTHING
    ucr: UCR | None = None
    valuation_adjustments: list[ValuationAdjustment] = NOTHING
    dispatch_country_code: str | None = None
    authorisations: list[Authorisation] = NOTHING
    supporting_documents: list[Document] = NOTHING
    additional_references: list[Document] = NOTHING
    transport_contract_documents: list[Document] = NOTHING
    freight_rate_quantity: Quantity | None = None
    freight_rate_type_code: str | None = None
    freight_rate_amount: Amount | None = None
    extensions: dict[str, Any] | None = None


@plainly_set
class Invoice(msgspec.Struct, omit_defaults=True, forbid_unknown_fields=True, gc=False, kw_only=True, rename="camel"):
    """A commercial invoice.

    WCO class Invoice (78A).
    """

    id: str | None = None
    issue_date_time: DateTime | None = None
    type_code: str | None = None
    gross_mass: Measure | None = None
    amount: Amount | None = None
    exchange: CurrencyExchange | None = None
    trade_terms: TradeTerms | None = None
    parties: list[Party] = NOTHING
    packagings: list[Packaging] = NOTHING
    payment_terms: PaymentTerms | None = None
    charges: list[Charge] = NOTHING
    lines: list[InvoiceLine] = NOTHING
    extensions: dict[str, Any] | None = None


@plainly_set
class Declaration(
    msgspec.Struct,
    omit_defaults=True,
    forbid_unknown_fields=True,
    gc=False,
    kw_only=True,
    rename="camel",
    tag=True,
    tag_field="documentKind",
):
    """A declaration with its goods shipment; the tags of `GoodsShipment/` live one level down in WCO XML.

    WCO class Declaration, GoodsShipment (42A, 67A).
    """

    acceptance_date_time: DateTime | None = None
    function_code: str | None = None
    functional_reference_id: str | None = None
    id: str | None = None
    issue_date_time: DateTime | None = None
    issue_location_id: str | None = None
    issue_location_name: str | None = None
    type_code: str | None = None
    version_id: str | None = None
    status_code: str | None = None
    cancellation_date_time: DateTime | None = None
    rejection_date_time: DateTime | None = None
    release_date_time: DateTime | None = None
    goods_item_quantity: Decimal | None = None
    declaration_office_id: str | None = None
    invoice_amount: Amount | None = None
    loading_list_quantity: Decimal | None = None
    total_gross_mass: Measure | None = None
    total_net_mass: Measure | None = None
    total_package_quantity: Decimal | None = None
    transport_movement_code: str | None = None
    usage_code: str | None = None
    specific_circumstances_code: str | None = None
    jurisdiction_date_time: DateTime | None = None
    authentication: Authentication | None = None
    parties: list[Party] = NOTHING
    additional_documents: list[Document] = NOTHING
    additional_informations: list[AdditionalInformation] = NOTHING
    amendments: list[Amendment] = NOTHING
    border_transport_means: TransportMeans | None = None
    declaration_consignment: Consignment | None = None
    currency_exchanges: list[CurrencyExchange] = NOTHING
    duty_tax_fees: list[DutyTaxFee] = NOTHING
    entry_office_id: str | None = None
    subsequent_entry_office_ids: list[str] = NOTHING
    transit_office_ids: list[str] = NOTHING
    exit_office_id: str | None = None
    sequence_numeric: int | None = None
    exit_date_time: DateTime | None = None
    transaction_nature_code: str | None = None
    consignment: Consignment | None = None
    freight_charge_amount: Amount | None = None
    charges: list[Charge] = NOTHING
    destination: Location | None = None
    export_country_code: str | None = None
    goods_items: list[GoodsItem] = NOTHING
    invoices: list[Invoice] = NOTHING
    previous_documents: list[Document] = NOTHING
    trade_terms: TradeTerms | None = None
    ucr: UCR | None = None
    warehouse: Location | None = None
    other_packagings: list[Packaging] = NOTHING
    obligation_guarantees: list[ObligationGuarantee] = NOTHING
    payment_office_id: str | None = None
    presentation_office_id: str | None = None
    supervising_office_id: str | None = None
    category_code: str | None = None
    name: str | None = None
    language_code: str | None = None
    effective_date_time: DateTime | None = None
    expiration_date_time: DateTime | None = None
    function_name: str | None = None
    issuing_party_id: str | None = None
    location_id: str | None = None
    original_indicator: str | None = None
    verification_indicator: str | None = None
    validity_duration: Measure | None = None
    seals_affixed_quantity: Decimal | None = None
    split_consignment_quantity: Decimal | None = None
    subsequent_declaration_office_id: str | None = None
    procedure_category: str | None = None
    security_code: str | None = None
    admission_use_processing_authorisation: str | None = None
    export_office_id: str | None = None
    authorisations: list[Authorisation] = NOTHING
    offices: list[Office] = NOTHING
    locations: list[Location] = NOTHING
    dispatch_country_code: str | None = None
    shipment_gross_mass: Measure | None = None
    shipment_informations: list[AdditionalInformation] = NOTHING
    supporting_documents: list[Document] = NOTHING
    additional_references: list[Document] = NOTHING
    consignments: list[Consignment] = NOTHING
    statuses: list[Status] = NOTHING
    extensions: dict[str, Any] | None = None


@plainly_set
class Bank(msgspec.Struct, omit_defaults=True, forbid_unknown_fields=True, gc=False, kw_only=True, rename="camel"):
    """Where to pay.

    WCO class Bank (14A).
    """

    reference_id: str | None = None
    id: str | None = None
    extensions: dict[str, Any] | None = None


@plainly_set
class ErrorPoint(
    msgspec.Struct, omit_defaults=True, forbid_unknown_fields=True, gc=False, kw_only=True, rename="camel"
):
    """A place in the message that is answered, in the terms of its own syntax.

    WCO class .
    """

    section_code: str | None = None
    item_id: str | None = None
    sub_item_numeric: int | None = None
    segment_tag: str | None = None
    sequence_id: str | None = None
    sequence_source_code: str | None = None
    location: str | None = None
    extensions: dict[str, Any] | None = None


@plainly_set
class Error(msgspec.Struct, omit_defaults=True, forbid_unknown_fields=True, gc=False, kw_only=True, rename="camel"):
    """One fault found by the administration.

    WCO class Error (53A).
    """

    description: str | None = None
    validation_code: str | None = None
    pointers: list[Pointer] = NOTHING
    level: str | None = None
    point: ErrorPoint | None = None
    extensions: dict[str, Any] | None = None


@plainly_set
class Response(
    msgspec.Struct,
    omit_defaults=True,
    forbid_unknown_fields=True,
    gc=False,
    kw_only=True,
    rename="camel",
    tag=True,
    tag_field="documentKind",
):
    """An answer to a declaration.

    WCO class Response (07B).
    """

    function_code: str | None = None
    functional_reference_id: str | None = None
    issue_date_time: DateTime | None = None
    reply_type_code: str | None = None
    additional_informations: list[AdditionalInformation] = NOTHING
    amendments: list[Amendment] = NOTHING
    appeal_office_id: str | None = None
    bank: Bank | None = None
    contact_offices: list[Office] = NOTHING
    errors: list[Error] = NOTHING
    statuses: list[Status] = NOTHING
    declaration: Declaration | None = None
    id: str | None = None
    name: str | None = None
    type_code: str | None = None
    version_id: str | None = None
    status_code: str | None = None
    acceptance_date_time: DateTime | None = None
    rejection_date_time: DateTime | None = None
    parties: list[Party] = NOTHING
    additional_documents: list[Document] = NOTHING
    extensions: dict[str, Any] | None = None


@plainly_set
class Event(msgspec.Struct, omit_defaults=True, forbid_unknown_fields=True, gc=False, kw_only=True, rename="camel"):
    """One event: what, when, where, who, why.

    WCO class .
    """

    sequence_numeric: int | None = None
    id: str | None = None
    kind: str | None = None
    type_code: str | None = None
    action: str | None = None
    classifier_code: str | None = None
    status_code: str | None = None
    status_category_code: str | None = None
    status_reason_code: str | None = None
    status_reason: str | None = None
    description: str | None = None
    business_step: str | None = None
    disposition: str | None = None
    date_time: DateTime | None = None
    recorded_date_time: DateTime | None = None
    end_date_time: DateTime | None = None
    location: Location | None = None
    business_location: Location | None = None
    locations: list[Location] = NOTHING
    parties: list[Party] = NOTHING
    transport_means: TransportMeans | None = None
    transport_equipments: list[TransportEquipment] = NOTHING
    goods_items: list[GoodsItem] = NOTHING
    additional_documents: list[Document] = NOTHING
    object_ids: list[Identifier] = NOTHING
    package_quantity: Decimal | None = None
    gross_mass: Measure | None = None
    additional_informations: list[AdditionalInformation] = NOTHING
    corrects_event_id: str | None = None
    extensions: dict[str, Any] | None = None


@plainly_set
class EventReport(
    msgspec.Struct,
    omit_defaults=True,
    forbid_unknown_fields=True,
    gc=False,
    kw_only=True,
    rename="camel",
    tag=True,
    tag_field="documentKind",
):
    """What happened to goods, equipment or means of transport: who, what, when, where, why.

    WCO class .
    """

    id: str | None = None
    functional_reference_id: str | None = None
    function_code: str | None = None
    type_code: str | None = None
    name: str | None = None
    issue_date_time: DateTime | None = None
    parties: list[Party] = NOTHING
    transport_means: TransportMeans | None = None
    locations: list[Location] = NOTHING
    additional_documents: list[Document] = NOTHING
    additional_informations: list[AdditionalInformation] = NOTHING
    events: list[Event] = NOTHING
    errors: list[Error] = NOTHING
    extensions: dict[str, Any] | None = None
