"""schemas/wco/model.tsv and roles.tsv, for `metadata`; written by tools/build_model.py."""

# ruff: noqa: E501

FIELDS = """\
Declaration||Declaration GoodsShipment|42A 67A|||||A declaration with its goods shipment; the tags of `GoodsShipment/` live one level down in WCO XML.
Declaration|acceptance_date_time|AcceptanceDateTime|023|an..35|2380|?|datetime|
Declaration|function_code|FunctionCode|017|n..2|1225|?|text|1225: 9 original, 13 request, 14 ...
Declaration|functional_reference_id|FunctionalReferenceID|D026|an..35|1154|?|text|the declarant's own reference (LRN)
Declaration|id|ID|D014|an..70|1004|?|text|the administration's reference (MRN)
Declaration|issue_date_time|IssueDateTime|D011|an..35|2380|?|datetime|
Declaration|issue_location_id|IssueLocationID|D012|an..5|3411|?|text|
Declaration|issue_location_name|IssueLocationName||||?|text|
Declaration|type_code|TypeCode|D013|an..3|1001|?|text|direction and additional type together: IMA, EXD, COA
Declaration|version_id|VersionID|383|an..9|1057|?|text|
Declaration|status_code|StatusCode|019||1373|?|text|
Declaration|cancellation_date_time|CancellationDateTime|373|an..35|2380|?|datetime|
Declaration|rejection_date_time|RejectionDateTime|374|an..35|2380|?|datetime|
Declaration|release_date_time|||||?|datetime|WCO carries it in Response/Status (id 277)
Declaration|goods_item_quantity|GoodsItemQuantity|228|n..5|6061|?|decimal|
Declaration|declaration_office_id|DeclarationOfficeID|065|an..17|3225|?|text|
Declaration|invoice_amount|InvoiceAmount|109|n..16,3|5072|?|amount|
Declaration|loading_list_quantity|LoadingListQuantity|013|n..5|6061|?|decimal|
Declaration|total_gross_mass|TotalGrossMassMeasure|131|n..16,6|6092|?|measure|
Declaration|total_package_quantity|TotalPackageQuantity|146|n..8|7365|?|decimal|
Declaration|transport_movement_code|TransportMovementCode|493||8323|?|text|
Declaration|usage_code|UsageCode||||?|text|
Declaration|specific_circumstances_code|SpecificCircumstancesCodeCode|504|an..3||?|text|
Declaration|jurisdiction_date_time|JurisdictionDateTime||||?|datetime|
Declaration|authentication|Authentication|61B|||?|Authentication|
Declaration|parties|||||*|Party|declaration, goods shipment and consignment level; see roles.tsv
Declaration|additional_documents|AdditionalDocument|02A|||*|Document|
Declaration|additional_informations|AdditionalInformation|03A|||*|AdditionalInformation|
Declaration|amendments|Amendment|06A|||*|Amendment|
Declaration|border_transport_means|BorderTransportMeans|15A|||?|TransportMeans|
Declaration|declaration_consignment|Consignment|28A|||?|Consignment|
Declaration|currency_exchanges|CurrencyExchange|40A|||*|CurrencyExchange|
Declaration|duty_tax_fees|DutyTaxFee|50A|||*|DutyTaxFee|totals; in WCO RES only
Declaration|entry_office_id|EntryOffice/ID||||?|text|
Declaration|subsequent_entry_office_ids|||||*|text|
Declaration|transit_office_ids|||||*|text|TransitOffice/ID
Declaration|exit_office_id|ExitOffice/ID|G005|an..17|3225|?|text|
Declaration|sequence_numeric|GoodsShipment/SequenceNumeric||||?|integer|of the goods shipment
Declaration|exit_date_time|GoodsShipment/ExitDateTime|024|an..35|2380|?|datetime|
Declaration|transaction_nature_code|GoodsShipment/TransactionNatureCode|103|n..2|4423|?|text|
Declaration|consignment|GoodsShipment/Consignment|28A|||?|Consignment|
Declaration|freight_charge_amount|GoodsShipment/CustomsValuation/FreightChargeAmount|117|n..16,3|5290|?|amount|
Declaration|charges|GoodsShipment/CustomsValuation/ChargeDeduction|58B|||*|Charge|
Declaration|destination|GoodsShipment/Destination|99B|||?|Location|
Declaration|export_country_code|GoodsShipment/ExportCountry/ID|062|a2|3207|?|text|
Declaration|goods_items|GoodsShipment/GovernmentAgencyGoodsItem|68A|||*|GoodsItem|
Declaration|invoices|GoodsShipment/Invoice|78A|||*|Invoice|
Declaration|previous_documents|GoodsShipment/PreviousDocument|99A|||*|Document|
Declaration|trade_terms|GoodsShipment/TradeTerms|22B|||?|TradeTerms|
Declaration|ucr|GoodsShipment/UCR|35B|||?|UCR|
Declaration|warehouse|GoodsShipment/Warehouse|43B|||?|Location|
Declaration|other_packagings|||||*|Packaging|packing beyond that of the goods items
Declaration|obligation_guarantees|ObligationGuarantee|90A|||*|ObligationGuarantee|
Declaration|payment_office_id|PaymentOffice/ID||||?|text|
Declaration|presentation_office_id|PresentationOffice/ID|G015|an..17|3225|?|text|
Declaration|supervising_office_id|SupervisingOffice/ID|G012|an..17|3225|?|text|
Authentication||Authentication|61B|||||Who stands for the document, and how.
Authentication|value|Authentication|104|an..256|4426|?|text|
Authentication|date_time|||||?|datetime|
Authentication|location_name|||||?|text|
Authentication|authenticator|Authenticator|12A|||?|Party|
Party||Party||||||A party in a role; `level` only where it differs from the role's default level (roles.tsv).
Party|role|||||?|text|snake_case of the WCO tag: importer, exporter, declarant
Party|level|||||?|text|declaration, goods_shipment, consignment, declaration_consignment
Party|name|Name||an..70|3036|?|text|the first name
Party|id|ID||an..17|3039|?|text|the first identification
Party|ids|||||*|Identifier|further identifications (AdditionalIdentifier)
Party|names|||||*|Name|further names
Party|function_code|FunctionCode|102|an..3|4405|?|text|agent: direct or indirect representation
Party|role_code|RoleCode|R005|an..3|3035|?|text|
Party|category_code|CategoryCode|R145|an..4||?|text|authorisation type
Party|type_code|TypeCode||||?|text|
Party|identification_issuing_country_code|IdentificationIssuingCountryCode|R147|a2|3207|?|text|
Party|nationality_code|NationalityCode|213|a2|3485|?|text|
Party|address|Address|04A|||?|Address|
Party|contact|Contact|34A|||?|Contact|the first contact
Party|contacts|||||*|Contact|further contacts
Party|communications|Communication|25A|||*|Communication|
Address||Address|04A|||||A postal address.
Address|type_code|TypeCode|410|an..3|3131|?|text|
Address|city_name|CityName|241|an..35|3164|?|text|
Address|country_code|CountryCode|242|a2|3207|?|text|
Address|country_name|CountryName||||?|text|
Address|country_sub_division_code|CountrySubDivisionCode|244|an..9|3229|?|text|
Address|country_sub_division_name|CountrySubDivisionName|243|an..35|3228|?|text|
Address|line|Line|239|an..70|3042|?|text|street and number; lines separated by line feeds
Address|post_office_box|PostOfficeBox|250|an..70|3254|?|text|
Address|postcode_id|PostcodeID|245|an..9|3251|?|text|
Address|street_name|StreetName|247|an..70|3252|?|text|
Address|street_number|StreetNumber|249|an..35|3253|?|text|
Contact||Contact|34A|||||A person or department to talk to.
Contact|name|Name|246|an..70|3412|?|text|
Contact|function_code|FunctionCode|487|an..3|3139|?|text|
Contact|communications|Communication|25A|||*|Communication|
Communication||Communication|25A|||||A number or address by which someone is reached.
Communication|id|ID|240|an..50|3148|?|text|
Communication|type_code|TypeCode|253|an..3|3155|?|text|3155: TE, FX, EM
TransportMeans||BorderTransportMeans ArrivalTransportMeans DepartureTransportMeans TransportMeans|15A 10A 46A|||||A means of transport; its stage is the field that holds it.
TransportMeans|name|Name|T005 T001 T003|an..35|8212|?|text|
TransportMeans|id|ID|T006 T002 T004|an..35|8213|?|text|
TransportMeans|identification_type_code|IdentificationTypeCode|T018 T034 T029|an..17||?|text|
TransportMeans|type_code|TypeCode|T010 T008 T009|an..4|8179|?|text|
TransportMeans|registration_nationality_code|RegistrationNationalityCode|T014|a2|8453|?|text|
TransportMeans|mode_code|ModeCode|T022 T020 T021|n1|8067|?|text|
TransportMeans|journey_id|JourneyID||||?|text|
TransportMeans|stay_id|StayID|010||1099|?|text|
TransportMeans|estimated_arrival_date_time|EstimatedArrivalDateTime|172|an..35|2380|?|datetime|
TransportMeans|actual_arrival_date_time|ActualArrivalDateTime|498|an..35|9606|?|datetime|
TransportMeans|departure_date_time|DepartureDateTime||||?|datetime|
TransportMeans|itineraries|Itinerary|81A|||*|Itinerary|
Location||GoodsLocation LoadingLocation UnloadingLocation Destination Warehouse Location|64A 83A 38B 99B 43B|||||A place; its part is the field that holds it.
Location|name|Name|L016 L009|an..256|3224|?|text|
Location|id|ID|L017 L010 L019|an..17|3225|?|text|
Location|type_code|TypeCode|L110 L112|an..3|3227|?|text|
Location|role_code|RoleCode||an..3||?|text|
Location|identification_type_code|IdentificationTypeCode||||?|text|
Location|country_code|CountryCode|465|a2|3207|?|text|
Location|country_name|CountryName|464|an..35|3206|?|text|
Location|region_id|RegionID|477|an..9|3229|?|text|
Location|latitude|Latitude||an..10|6000|?|text|
Location|longitude|Longitude||an..11|6002|?|text|
Location|arrival_date_time|ArrivalDateTime|221 173|an..35|2380|?|datetime|
Location|departure_date_time|DepartureDateTime|169 409|an..35|2380|?|datetime|
Location|loading_date_time|LoadingDateTime|031|an..35|2380|?|datetime|
Location|address|Address|04A|||?|Address|
Location|contact|Contact|34A|||?|Contact|
Itinerary||Itinerary|81A|||||One leg or country of a route.
Itinerary|sequence_numeric|SequenceNumeric|006|n..5|1050|?|integer|
Itinerary|routing_country_code|RoutingCountryCode|064|a2|3263|?|text|
Itinerary|routing_region_id|RoutingRegionIdentificationID|441|an..17|3225|?|text|
Itinerary|function_code|FunctionCode|251|an..3|3227|?|text|
Itinerary|id|ID|||3225|?|text|
Itinerary|name|Name||||?|text|
Itinerary|arrival_date_time|ArrivalDateTime|208|an..35|2380|?|datetime|
Itinerary|departure_date_time|DepartureDateTime|209|an..35|2380|?|datetime|
Consignment||Consignment|28A|||||The transport side: of the goods shipment or, under `declaration_consignment`, of the declaration.
Consignment|sequence_numeric|SequenceNumeric|006|n..5|1050|?|integer|
Consignment|container_code|ContainerCode|096|an..3|7365|?|text|
Consignment|total_gross_mass|TotalGrossMassMeasure|131|n..16,6|6092|?|measure|
Consignment|total_package_quantity|TotalPackageQuantity||||?|decimal|
Consignment|carrier_assigned_id|CarrierAssignedID|004||1016|?|text|
Consignment|transport_equipment_quantity|TransportEquipmentQuantity||||?|decimal|
Consignment|arrival_transport_means|ArrivalTransportMeans|10A|||?|TransportMeans|
Consignment|consignment_items|ConsignmentItem|29A|||*|ConsignmentItem|
Consignment|departure_transport_means|DepartureTransportMeans|46A|||?|TransportMeans|
Consignment|freight_payment_method_code|Freight/PaymentMethodCode|098|an..3|4215|?|text|
Consignment|goods_location|GoodsLocation|64A|||?|Location|
Consignment|itineraries|Itinerary|81A|||*|Itinerary|
Consignment|loading_location|LoadingLocation|83A|||?|Location|
Consignment|unloading_location|UnloadingLocation|38B|||?|Location|
Consignment|transit_location|||||?|Location|
Consignment|entry_location|||||?|Location|
Consignment|exit_location|||||?|Location|
Consignment|delivery_location|||||?|Location|
Consignment|transport_contract_documents|TransportContractDocument|30B|||*|Document|
Consignment|transport_equipments|TransportEquipment|31B|||*|TransportEquipment|
Consignment|unattached_seals|||||*|Seal|seals without a link to an equipment
Consignment|ucr|UCR|35B|||?|UCR|
ConsignmentItem||ConsignmentItem|29A|||||An item as the carrier sees it.
ConsignmentItem|sequence_numeric|SequenceNumeric|006|n..5|1050|?|integer|
ConsignmentItem|parties|||||*|Party|
ConsignmentItem|freight_payment_method_code|Freight/PaymentMethodCode|098|an..3|4215|?|text|
TransportEquipment||TransportEquipment|31B|||||A container or another unit.
TransportEquipment|sequence_numeric|SequenceNumeric|006|n..5|1050|?|integer|
TransportEquipment|id|ID|159|an..17|8260|?|text|
TransportEquipment|characteristic_code|CharacteristicCode||||?|text|size and type, ISO 6346
TransportEquipment|fullness_code|FullnessCode||an..3|8169|?|text|8169: 4 empty, 5 full
TransportEquipment|status_code|StatusCode||||?|text|
TransportEquipment|seals_affixed_quantity|SealsAffixedQuantity|227|n..4|6061|?|decimal|
TransportEquipment|gross_mass|||||?|measure|
TransportEquipment|tare_mass|TareMeasure||||?|measure|
TransportEquipment|seals|Seal|44B|||*|Seal|
Seal||Seal|44B|||||A seal on a unit.
Seal|sequence_numeric|SequenceNumeric|006|n..5|1050|?|integer|
Seal|id|ID|165|an..35|9308|?|text|
Seal|sealing_party_type_code|SealingPartyTypeCode||||?|text|
Seal|condition_code|||||?|text|
Document||AdditionalDocument PreviousDocument TransportContractDocument RootDocument|02A 99A 30B|||||A document referred to; its use is the field that holds it, a finer kind stands in `kind`.
Document|sequence_numeric|SequenceNumeric|006|n..5||?|integer|
Document|kind|||||?|text|our own word where type codes do not tell: licence, account_book
Document|category_code|CategoryCode|D031|an..3|1003|?|text|
Document|effective_date_time|EffectiveDateTime|276|an..35|2380|?|datetime|
Document|expiration_date_time|ExpirationDateTime||an..35|2380|?|datetime|
Document|id|ID|D005 D018|an..70|1004|?|text|
Document|issue_date_time|IssueDateTime||an..35|2380|?|datetime|
Document|issue_location_id|IssueLocationIdentificationID||an..5||?|text|
Document|issue_location_name|IssueLocationName||an..256||?|text|
Document|name|Name|D028|an..35|1000|?|text|
Document|status_code|StatusCode||an..3|1373|?|text|
Document|type_code|TypeCode|D006 D019|an..3|1001|?|text|
Document|version_id|VersionID||an..9|1057|?|text|
Document|revision_id|||||?|text|
Document|functional_reference_id|FunctionalReferenceID||an..70|1154|?|text|
Document|line_numeric|LineNumeric|171|n..5|1156|?|integer|
Document|lpco_exemption_code|LPCOExemptionCode|360|an..3|4183|?|text|
Document|amount|Amount||n..16,3|5004|?|amount|
Document|references|||||*|Identifier|
Document|submitter|Submitter|17B|||?|Party|
Document|issuer|||||?|Party|
Document|write_off|WriteOff|22C|||?|WriteOff|
Document|vehicles|||||*|Vehicle|
WriteOff||WriteOff|22C|||||What a document is charged with.
WriteOff|line_numeric|||||?|integer|
WriteOff|type_code|TypeCode||||?|text|
WriteOff|quantity|QuantityQuantity|502|n..16,6|6061|?|quantity|
WriteOff|amount|AmountAmount|503|n..16,3|5004|?|amount|
AdditionalInformation||AdditionalInformation|03A|||||A statement, coded or in words.
AdditionalInformation|sequence_numeric|SequenceNumeric|006|n..5||?|integer|
AdditionalInformation|statement_code|StatementCode|226|an..17|4441|?|text|
AdditionalInformation|statement_description|StatementDescription|225|an..512|4440|?|text|
AdditionalInformation|limit_date_time|LimitDateTime|264|an..35|2380|?|datetime|
AdditionalInformation|statement_type_code|StatementTypeCode|369|an..3|4451|?|text|
AdditionalInformation|pointers|Pointer|97A|||*|Pointer|
Pointer||Pointer|97A|||||One link of the chain that leads to a place in the document.
Pointer|sequence_numeric|SequenceNumeric|006|n..5|1050|?|integer|which occurrence, from 1
Pointer|document_section_code|DocumentSectionCode|375|an..3|1049|?|text|WCO class id: 42A, 67A, 68A
Pointer|tag_id|TagID|381|an..4|9162|?|text|WCO id of the field, on the last link
Pointer|location|||||?|text|the place in the sender's own terms
Amendment||Amendment|06A|||||A change and where it was made.
Amendment|change_reason_code|ChangeReasonCode|099|an..3|4295|?|text|
Amendment|change_reason|ChangeReasonText||an..255||?|text|
Amendment|pointers|Pointer|97A|||*|Pointer|
CurrencyExchange||CurrencyExchange|40A|||||A rate of exchange.
CurrencyExchange|currency_code|CurrencyTypeCode|135|a3|6345|?|text|
CurrencyExchange|rate_numeric|RateNumeric|118|n..12,5|5402|?|decimal|
CurrencyExchange|effective_date_time|||||?|datetime|
ObligationGuarantee||ObligationGuarantee|90A|||||Security for a debt.
ObligationGuarantee|amount|AmountAmount|492|n..16,3|5004|?|amount|
ObligationGuarantee|id|ID|D014|an..70|1004|?|text|
ObligationGuarantee|invalid_transit_country_code|InvalidTransitCountryCode|232|a2|3207|?|text|
ObligationGuarantee|reference_id|ReferenceID|100|an..35|1154|?|text|
ObligationGuarantee|security_details_code|SecurityDetailsCode|101|an..3|4377|?|text|
ObligationGuarantee|access_code|AccessCode|499|an..4|4377|?|text|
ObligationGuarantee|guarantee_office_id|GuaranteeOffice/ID|G014|an..17|3225|?|text|
TradeTerms||TradeTerms|22B|||||Terms of delivery.
TradeTerms|condition_code|ConditionCode|090|a3|4053|?|text|Incoterms
TradeTerms|country_relationship_code|CountryRelationshipCode|106|an..3|4443|?|text|
TradeTerms|description|Description|089|an..70|4052|?|text|
TradeTerms|location_id|LocationID|L002|an..17|3225|?|text|
TradeTerms|location_name|LocationName|L001|an..256|3224|?|text|
TradeTerms|contract_id|||||?|text|
UCR||UCR|35B|||||Unique consignment reference.
UCR|id|ID|016|an..35||?|text|
UCR|trader_assigned_reference_id|TraderAssignedReferenceID|009|an..35|1097|?|text|
CustomsValuation||CustomsValuation|41A|||||How the customs value was found.
CustomsValuation|method_code|MethodCode|122|an..3|5509|?|text|
CustomsValuation|freight_charge_amount|FreightChargeAmount|117|n..16,3|5290|?|amount|
CustomsValuation|party_relationship_code|PartyRelationshipCode||||?|text|
CustomsValuation|charges|ChargeDeduction|58B|||*|Charge|
Charge||ChargeDeduction|58B|||||An addition to or a deduction from a value.
Charge|type_code|ChargesTypeCode|371|an..3|5025|?|text|
Charge|amount|OtherChargeDeductionAmount|181|n..16,3|5004|?|amount|
Charge|direction|||||?|text|allowance or charge
Charge|special_service_code|||||?|text|7161
Charge|percentage|||||?|decimal|
Charge|basis|||||?|text|amount, rate or unit price
ValuationAdjustment||ValuationAdjustment|39B|||||Valuation indicators, or a percentage that adjusts the value.
ValuationAdjustment|addition_code|AdditionCode|188|an..4|5097|?|text|
ValuationAdjustment|percentage|PercentageNumeric||||?|decimal|
Invoice||Invoice|78A|||||A commercial invoice.
Invoice|id|ID|D016|an..70|1004|?|text|
Invoice|issue_date_time|IssueDateTime|D015|an..35|2380|?|datetime|
Invoice|type_code|TypeCode|||1001|?|text|1001
Invoice|gross_mass|||||?|measure|
Invoice|amount|||||?|amount|
Invoice|exchange|||||?|CurrencyExchange|
Invoice|trade_terms|||||?|TradeTerms|
Invoice|parties|||||*|Party|
Invoice|packagings|||||*|Packaging|
Invoice|payment_terms|||||?|PaymentTerms|
Invoice|charges|||||*|Charge|
Invoice|lines|||||*|InvoiceLine|
InvoiceLine||InvoiceLine|79A|||||A line of an invoice, or what an item costs.
InvoiceLine|sequence_numeric|SequenceNumeric||||?|integer|
InvoiceLine|item_charge_amount|ItemChargeAmount|112|n..16,3|5116|?|amount|price of the line
InvoiceLine|quantity|Quantity||||?|quantity|
InvoiceLine|unit_price|UnitPriceAmount||||?|decimal|
InvoiceLine|unit_price_basis|||||?|decimal|the number of units the price is for
InvoiceLine|unit_price_unit|||||?|text|
InvoiceLine|invoice_id|||||?|text|
InvoiceLine|goods_item_number|||||?|integer|sequence_numeric of the goods item
InvoiceLine|product_id|||||?|text|
InvoiceLine|product_scheme|||||?|text|7143
InvoiceLine|product_ids|||||*|Identifier|
InvoiceLine|description|||||?|text|
InvoiceLine|commercial_description|||||?|text|
InvoiceLine|brand_name|||||?|text|
InvoiceLine|origin_country_code|||||?|text|
InvoiceLine|documents|||||*|Document|
InvoiceLine|packagings|||||*|Packaging|
InvoiceLine|charges|||||*|Charge|
InvoiceLine|trade_terms|||||?|TradeTerms|
InvoiceLine|payment_terms|||||?|PaymentTerms|
PaymentTerms||PaymentTerms||||||How and when an invoice is to be paid.
PaymentTerms|type_code|||||?|text|4279
PaymentTerms|description|||||?|text|
PaymentTerms|reference_code|||||?|text|2475
PaymentTerms|time_code|||||?|text|2009
PaymentTerms|period_code|||||?|text|2151
PaymentTerms|period_quantity|||||?|decimal|
PaymentTerms|percentage|||||?|decimal|
PaymentTerms|amount_kind|||||?|text|
PaymentTerms|amount|||||?|amount|
GoodsItem||GovernmentAgencyGoodsItem|68A|||||One item of the goods, as the government agency counts them.
GoodsItem|customs_value_amount|CustomsValueAmount|108|n..16,3|5032|?|amount|
GoodsItem|sequence_numeric|SequenceNumeric|006|n..5|1050|?|integer|
GoodsItem|statistical_value_amount|StatisticalValueAmount|114|n..16,3|5218|?|amount|
GoodsItem|transaction_nature_code|TransactionNatureCode|103|n..2|4423|?|text|
GoodsItem|jurisdiction_date_time|JurisdictionDateTime||||?|datetime|
GoodsItem|parties|||||*|Party|
GoodsItem|additional_documents|AdditionalDocument|02A|||*|Document|
GoodsItem|additional_informations|AdditionalInformation|03A|||*|AdditionalInformation|
GoodsItem|commodity|Commodity|23A|||?|Commodity|
GoodsItem|customs_valuation|CustomsValuation|41A|||?|CustomsValuation|
GoodsItem|destination|Destination|99B|||?|Location|
GoodsItem|export_country_code|ExportCountry/ID|062|a2|3207|?|text|
GoodsItem|freight_payment_method_code|Freight/PaymentMethodCode|098|an..3|4215|?|text|
GoodsItem|goods_location|GoodsLocation|64A|||?|Location|
GoodsItem|loading_location|LoadingLocation|83A|||?|Location|
GoodsItem|unloading_location|UnloadingLocation|38B|||?|Location|
GoodsItem|procedures|GovernmentProcedure|70A|||*|GovernmentProcedure|
GoodsItem|origins|Origin|92A|||*|Origin|
GoodsItem|packagings|Packaging|93A|||*|Packaging|
GoodsItem|previous_documents|PreviousDocument|99A|||*|Document|
GoodsItem|ucr|UCR|35B|||?|UCR|
GoodsItem|valuation_adjustments|ValuationAdjustment|39B|||*|ValuationAdjustment|
GovernmentProcedure||GovernmentProcedure|70A|||||A customs procedure: the first with current and previous, further ones with additional codes.
GovernmentProcedure|current_code|CurrentCode|166|an..7|9353|?|text|
GovernmentProcedure|previous_code|PreviousCode|161|an..7|9033|?|text|
Origin||Origin|92A|||||Where goods come from, in the sense of `type_code`.
Origin|country_code|CountryCode|063|an..4|3207|?|text|
Origin|region_id|RegionID|066|an..9|3229|?|text|
Origin|type_code|TypeCode|501|an..3||?|text|1 non-preferential, 2 preferential
Packaging||Packaging|93A|||||Packages of one kind.
Packaging|sequence_numeric|SequenceNumeric|006|n..5|1050|?|integer|
Packaging|marks_numbers|MarksNumbersID|142|an..512|7102|?|text|lines separated by line feeds
Packaging|quantity|QuantityQuantity|144|n..8|6061|?|decimal|
Packaging|piece_quantity|||||?|decimal|
Packaging|type_code|TypeCode|141|an..2|7065|?|text|7065, UN Rec. 21
Packaging|level_code|LevelCode||||?|text|
Packaging|packing_material_description|PackingMaterialDescription|344|an..256|4440|?|text|
Packaging|length|LengthMeasure|367|n..15|6096|?|measure|
Packaging|width|WidthMeasure|368|n..15|6098|?|measure|
Packaging|height|HeightMeasure|402|n..15|6008|?|measure|
Packaging|volume|VolumeMeasure|395|n..16,6|6028|?|measure|
Commodity||Commodity|23A|||||What the goods are.
Commodity|id|CommercialCategorizationID|257|an..35|7140|?|text|the trader's own article number
Commodity|description|Description|137|an..512|7002|?|text|the first description
Commodity|descriptions|||||*|Name|further descriptions, by language
Commodity|cargo_description|CargoDescription|138|an..256|7004|?|text|
Commodity|commercial_description|CommercialDescription|326|an..256|7008|?|text|
Commodity|characteristic_description|||||?|text|
Commodity|characteristic_codes|||||*|text|
Commodity|brand_name|||||?|text|
Commodity|model_name|||||?|text|
Commodity|intended_use_code|IntendedUseCode|330|an..17|7009|?|text|
Commodity|sensitive_goods_code|SensitiveGoodsCode|234|an..3|7365|?|text|
Commodity|physical_state_code|PhysicalStateCode|325|an..3|7007|?|text|
Commodity|goods_group_name_code|GoodsGroupNameCode|332|an..3|7059|?|text|
Commodity|lot_number_id|LotNumberID|265|an..70|1154|?|text|
Commodity|product_batch_ids|||||*|text|
Commodity|product_expiry_date_time|ProductExpiryDateTime|354|an..35|2497|?|datetime|
Commodity|production_date_times|||||*|datetime|
Commodity|value_amount|ValueAmount|306|n..16,3|5004|?|amount|
Commodity|parties|||||*|Party|manufacturer, producer, grower
Commodity|classifications|Classification|21A|||*|Classification|
Commodity|constituents|Constituent||||*|Constituent|
Commodity|dangerous_goods|DangerousGoods|12C|||*|DangerousGoods|
Commodity|duty_tax_fees|DutyTaxFee|50A|||*|DutyTaxFee|
Commodity|goods_measure|GoodsMeasure|65A|||?|GoodsMeasure|
Commodity|invoice_line|InvoiceLine|79A|||?|InvoiceLine|
Commodity|transport_equipments|TransportEquipment|31B|||*|TransportEquipment|references by id
Commodity|transport_means|||||*|TransportMeans|
Commodity|vehicles|||||*|Vehicle|
Classification||Classification|21A|||||A code for the goods in one nomenclature.
Classification|id|ID|145|an..18|7357|?|text|
Classification|type|IdentificationTypeCode||an..3|7143|?|text|which nomenclature: TSP, TRC, TRA, GN, HS
Classification|name_code|NameCode|346|an..35|7357|?|text|
Classification|description|Description|518|an..256|4440|?|text|
Classification|binding_tariff_reference_id|BindingTariffReferenceID|448|an..35|1154|?|text|
Constituent||Constituent||||||What the goods are made of.
Constituent|element_code|ElementCode||||?|text|
Constituent|element_name|ElementName||||?|text|
Constituent|percentage|||||?|decimal|
DangerousGoods||DangerousGoods|12C|||||Dangerous goods data.
DangerousGoods|undg_id|UNDGID|506|n..4|7124|?|text|
DangerousGoods|regulation_code|RegulationCode|505|an..3|8273|?|text|
DangerousGoods|hazard_class_id|HazardClassID|507|an..7|8351|?|text|
DangerousGoods|proper_shipping_name|ProperShippingName|508|an..256|9018|?|text|
DangerousGoods|technical_name|TechnicalName|537|an..256|7254|?|text|
DangerousGoods|flashpoint|FlashpointMeasure|388|an..8|7088|?|measure|
DangerousGoods|temperature|||||?|measure|
DangerousGoods|packaging_danger_level_code|||||?|text|packing group
DutyTaxFee||DutyTaxFee|50A|||||A duty, tax or fee; one that carries only `duty_regime_code` states a preference.
DutyTaxFee|ad_valorem_tax_base_amount|AdValoremTaxBaseAmount|116|n..16,3|5286|?|amount|
DutyTaxFee|deduct_amount|DeductAmount|111|n..16,3|5074|?|amount|
DutyTaxFee|duty_regime_code|DutyRegimeCode|164|an..3|9213|?|text|
DutyTaxFee|specific_tax_base_quantity|SpecificTaxBaseQuantity|129|n..16,6|6090|?|quantity|
DutyTaxFee|tax_rate_numeric|TaxRateNumeric|115|an..17,3|5278|?|decimal|
DutyTaxFee|type_code|TypeCode|113|an..3|5153|?|text|
DutyTaxFee|quota_order_id|QuotaOrderID|401|an..17||?|text|
DutyTaxFee|payment|Payment|94A|||?|Payment|
Payment||Payment|94A|||||What is to be paid, and how.
Payment|method_code|MethodCode|107|a1|4467|?|text|
Payment|reference_id|ReferenceID|014|an..35|1168|?|text|
Payment|tax_assessed_amount|TaxAssessedAmount|120|n..16,3|5504|?|amount|
Payment|due_date_time|DueDateTime|376|an..35|2480|?|datetime|
Payment|payment_amount|PaymentAmount|378|n..16,3|5082|?|amount|
Payment|obligation_guarantees|ObligationGuarantee|90A|||*|ObligationGuarantee|
GoodsMeasure||GoodsMeasure|65A|||||Masses and quantities of an item.
GoodsMeasure|gross_mass|GrossMassMeasure|126|n..16,6|6018|?|measure|
GoodsMeasure|net_mass|NetNetWeightMeasure|128|n..16,6|6048|?|measure|
GoodsMeasure|tariff_quantities|TariffQuantity|130|n..16,6|6102|*|quantity|the first is the supplementary unit of WCO DEC
GoodsMeasure|gross_volume|GrossVolumeMeasure|470|n..16,6|6314|?|measure|
GoodsMeasure|net_volume|NetVolumeMeasure|474|n..16,6|6314|?|measure|
Vehicle||Vehicle||||||A vehicle among the goods.
Vehicle|vin|||||?|text|
Vehicle|engine_number|||||?|text|
Vehicle|chassis_number|||||?|text|
Vehicle|model_name|||||?|text|
Response||Response|07B|||||An answer to a declaration.
Response|function_code|FunctionCode|017|n..2|1225|?|text|
Response|functional_reference_id|FunctionalReferenceID|D026|an..35|1154|?|text|
Response|issue_date_time|IssueDateTime|D029|an..35|2380 2006|?|datetime|
Response|reply_type_code|ReplyTypeCode|||4343|?|text|
Response|additional_informations|AdditionalInformation|03A|||*|AdditionalInformation|
Response|amendments|Amendment|06A|||*|Amendment|
Response|appeal_office_id|AppealOffice/ID|G001|an..17|3225|?|text|
Response|bank|Bank|14A|||?|Bank|
Response|contact_offices|ContactOffice|35A|||*|ContactOffice|
Response|errors|Error|53A|||*|Error|
Response|statuses|Status|12B|||*|Status|
Response|declaration|Declaration|42A|||?|Declaration|
Bank||Bank|14A|||||Where to pay.
Bank|reference_id|ReferenceID|R069|an..17|3039|?|text|
Bank|id|ID|372|an..35|1147|?|text|
ContactOffice||ContactOffice|35A|||||The office to turn to.
ContactOffice|id|ID|G002|an..17|3225|?|text|
ContactOffice|communications|Communication|25A|||*|Communication|
Error||Error|53A|||||One fault found by the administration.
Error|description|Description|488|an..512|4440|?|text|
Error|validation_code|ValidationCode|377|an..8|9321|?|text|
Error|pointers|Pointer|97A|||*|Pointer|
Status||Status|12B|||||A state reached by the declaration or a part of it.
Status|effective_date_time|EffectiveDateTime|380|an..35|2069|?|datetime|
Status|name_code|NameCode|379|an..3|4405|?|text|
Status|release_date_time|ReleaseDateTime|277|an..35|2380|?|datetime|
Status|pointers|Pointer|97A|||*|Pointer|
"""

ROLES = """\
Party|aeo_mutual_recognition_party|AEOMutualRecognitionParty|16C|goods_shipment
Party|agent|Agent|05A|declaration
Party|applicant|Applicant|30C|declaration
Party|assembler|Assembler|50B|declaration
Party|assigning_party|AssigningParty|71B|declaration
Party|authenticator|Authenticator|12A|declaration
Party|authorisation_holder|AuthorisationHolder|17C|declaration
Party|authorised_person|AuthorisedPerson|13A|declaration
Party|buyer|Buyer|16A|goods_shipment
Party|carrier|Carrier|18A|declaration_consignment
Party|certificate_of_responsibility_holder|CertificateOfResponsibilityHolder|19A|declaration
Party|certifier|Certifier|20A|declaration
Party|company_security_officer|CompanySecurityOfficer|26A|declaration
Party|consignee|Consignee|27A|goods_shipment
Party|consignor|Consignor|30A|goods_shipment
Party|consolidator|Consolidator|31A|consignment
Party|consortium_carrier|ConsortiumCarrier|32A|declaration
Party|container_operator|ContainerOperator|36A|declaration
Party|container_terminal_operator|ContainerTerminalOperator|37A|declaration
Party|crew_member|CrewMember|39A|declaration
Party|dg_contact|DGContact|37B|declaration
Party|declarant|Declarant|57B|declaration
Party|deconsolidator|Deconsolidator|43A|consignment
Party|delivery_destination|DeliveryDestination|44A|consignment
Party|distiller|Distiller|47A|declaration
Party|distributor|Distributor|48A|declaration
Party|domestic_duty_tax_party|DomesticDutyTaxParty|55B|goods_shipment
Party|drayman_or_lighterman|DraymanOrLighterman|49A|declaration
Party|economic_operator|EconomicOperator||declaration
Party|equipment_owner|EquipmentOwner|52A|declaration
Party|exhibitor|Exhibitor|55A|declaration
Party|exporter|Exporter|57A|declaration
Party|feedlot|Feedlot|59A|declaration
Party|government_officer|GovernmentOfficer|69A|declaration
Party|government_service_requestor|GovernmentServiceRequestor|71A|declaration
Party|grower|Grower|72A|goods_item
Party|imo_company|IMOCompany|33C|declaration
Party|isps_responsible_party|ISPSResponsibleParty|80A|declaration
Party|importer|Importer|74A|goods_shipment
Party|insurance_company|InsuranceCompany|75A|declaration
Party|intermediate_carrier|IntermediateCarrier|76A|declaration
Party|intermediate_consignee|IntermediateConsignee|77A|goods_shipment
Party|lpco_authorized_party|LPCOAuthorizedParty|85A|declaration
Party|loading_proof_party|LoadingProofParty|84A|declaration
Party|manufacturer|Manufacturer|86A|goods_item
Party|master|Master|87A|declaration
Party|master_data_party|MasterDataParty|28C|declaration
Party|non_vessel_operating_carrier|NonVesselOperatingCarrier|88A|declaration
Party|notify_party|NotifyParty|89A|consignment
Party|organic_certifying_organization|OrganicCertifyingOrganization|91A|declaration
Party|packer|Packer|01C|declaration
Party|payer|Payer|56B|goods_shipment
Party|port_facility_security_officer|PortFacilitySecurityOfficer|98A|declaration
Party|principal|Principal|28B|declaration
Party|processor|Processor|70B|declaration
Party|producer|Producer|01B|goods_item
Party|property_operator|PropertyOperator|02B|declaration
Party|property_owner|PropertyOwner|03B|declaration
Party|recipient|Recipient||declaration
Party|recognized_security_organization|RecognizedSecurityOrganization|04B|declaration
Party|refund_recipient_party|RefundRecipientParty|59B|declaration
Party|repair_party|RepairParty|52B|declaration
Party|representative_person|RepresentativePerson|06B|declaration
Party|responsible_government_agency|ResponsibleGovernmentAgency|08B|declaration
Party|right_holder|RightHolder|69B|declaration
Party|seller|Seller|09B|goods_shipment
Party|sender|Sender||declaration
Party|ship_chandler|ShipChandler|08C|declaration
Party|ship_security_officer|ShipSecurityOfficer|10B|declaration
Party|stevedore|Stevedore|13B|declaration
Party|stuffing_establishment|StuffingEstablishment|16B|consignment
Party|submitter|Submitter|17B|declaration
Party|supplementary_declarant|SupplementaryDeclarant|18C|declaration
Party|supplier|Supplier|18B|goods_shipment
Party|surety|Surety|19B|goods_shipment
Party|trading_party|TradingParty|02C|declaration
Party|transport_means_operator|TransportMeansOperator|32B|consignment
Party|transport_means_owner|TransportMeansOwner|33B|declaration
Party|ultimate_consignee|UltimateConsignee|36B|goods_shipment
Party|unloading_party|UnloadingParty|51B|declaration
Party|vehicle_owner|VehicleOwner|40B|declaration
Party|verifier|Verifier|41B|declaration
Party|veterinarian|Veterinarian|42B|declaration
"""
