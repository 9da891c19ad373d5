"""schemas/wco/model.tsv, roles.tsv and places.tsv, for `metadata`; written by tools/build_model.py."""

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
Declaration|total_net_mass|||n..16,6||?|measure|of all items together, as some forms have only that
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
Declaration|category_code|CategoryCode||an..3|1003|?|text|
Declaration|name|Name||an..35|1000|?|text|
Declaration|language_code|LanguageCode||an..3|3453|?|text|
Declaration|effective_date_time|EffectiveDateTime||an..35|2380|?|datetime|
Declaration|expiration_date_time|ExpirationDateTime||an..35|2380|?|datetime|
Declaration|function_name|FunctionName||an..35|??|?|text|
Declaration|issuing_party_id|IssuingPartyID||an..17|3039|?|text|
Declaration|location_id|LocationID||an..256||?|text|
Declaration|original_indicator|OriginalIndicator||an1||?|text|true or false, as written
Declaration|verification_indicator|VerificationIndicator||n1||?|text|true or false, as written
Declaration|validity_duration|ValidityDurationMeasure|D042|n..3|2152|?|measure|
Declaration|seals_affixed_quantity|SealsAffixedQuantity|227|n..4|6061|?|decimal|
Declaration|split_consignment_quantity|SplitConsignmentQuantity|510|n..16|6054|?|decimal|
Declaration|subsequent_declaration_office_id|SubsequentDeclarationOfficeID|187|an..17|3225|?|text|
Declaration|procedure_category|ProcedureCategory||||?|text|EDS: the column of EU data requirements (H1, B1, I1)
Declaration|security_code|SecurityCode||||?|text|
Declaration|admission_use_processing_authorisation|AdmissionUseProcessingAuthorisation||||?|text|
Declaration|export_office_id|ExportOffice/ID||an..70|1004|?|text|
Declaration|authorisations|Authorisation||||*|Authorisation|
Declaration|offices|||||*|Office|offices that have no field of their own, by role
Declaration|locations|||||*|Location|places that have no field of their own, by role
Declaration|dispatch_country_code|GoodsShipment/DispatchCountry/ID||an..70|1004|?|text|
Declaration|shipment_gross_mass|GoodsShipment/GoodsMeasure/GrossMassMeasure||||?|measure|
Declaration|shipment_informations|GoodsShipment/AdditionalInformation|03A|||*|AdditionalInformation|
Declaration|supporting_documents|GoodsShipment/SupportingDocument||||*|Document|
Declaration|additional_references|GoodsShipment/AdditionalReference||||*|Document|
Declaration|consignments|||||*|Consignment|the consignments of a cargo report, each with its own parties
Declaration|statuses|||||*|Status|
Authentication||Authentication|61B|||||Who stands for the document, and how.
Authentication|value|Authentication|104|an..256|4426|?|text|
Authentication|date_time|||||?|datetime|
Authentication|location_name|||||?|text|
Authentication|authenticator|Authenticator|12A|||?|Party|
Authentication|sequence_numeric|SequenceNumeric|006|n..5||?|integer|
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
Party|sequence_numeric|SequenceNumeric|006|n..5||?|integer|
Party|short_name|ShortName|516|an..70|?|?|text|
Party|business_type_code|BusinessTypeCode|517|an..7|?|?|text|
Party|birth_date_time|BirthDateTime|028|an..35|2491|?|datetime|
Party|endorsement_type_code|EndorsementTypeCode|394|an..3|7161|?|text|
Party|arrival_location_name|ArrivalIncountryLocationName|361|an..256|3224|?|text|
Party|stuffing_date_time|StuffingDateTime|025|an..35|2380|?|datetime|
Party|contact_function|ContactFunction|248|an..35|?|?|text|
Party|country_code|Country||||?|text|EDS: where the role is only the country of the party
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
Address|sequence_numeric|SequenceNumeric|006|n..5||?|integer|
Contact||Contact|34A|||||A person or department to talk to.
Contact|name|Name|246|an..70|3412|?|text|
Contact|function_code|FunctionCode|487|an..3|3139|?|text|
Contact|communications|Communication|25A|||*|Communication|
Contact|sequence_numeric|SequenceNumeric|006|n..5||?|integer|
Communication||Communication|25A|||||A number or address by which someone is reached.
Communication|id|ID|240|an..50|3148|?|text|
Communication|type_code|TypeCode|253|an..3|3155|?|text|3155: TE, FX, EM
Communication|sequence_numeric|SequenceNumeric|006|n..5||?|integer|
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
TransportMeans|sequence_numeric|SequenceNumeric|006|n..5||?|integer|
TransportMeans|role|||||?|text|snake_case of the WCO tag where the field does not say it: passive_transport_means
TransportMeans|operation_type_code|OperationTypeCode||an..3|?|?|text|
TransportMeans|intermediate_mode_and_type_code|IntermediateTransportMeansModeAndTypeIdentificationCode||an..4||?|text|
TransportMeans|movement_description_code|MovementDescriptionCode||an..3|8335|?|text|
TransportMeans|call_sign|||||?|text|
TransportMeans|registration_location_id|||||?|text|port of registry
TransportMeans|security_level_code|SecurityLevelCode||||?|text|of the ship, 1 to 3
TransportMeans|ballast_or_cargo_type_code|BallastOrCargoTypeCode||||?|text|
TransportMeans|gross_tonnage|GrossTonnageMeasure||||?|measure|
TransportMeans|net_tonnage|NetTonnageMeasure||||?|measure|
TransportMeans|summer_deadweight|SummerDeadweightMeasure||||?|measure|
TransportMeans|length|LengthMeasure||||?|measure|
TransportMeans|fore_draught|||||?|measure|
TransportMeans|aft_draught|||||?|measure|
TransportMeans|latitude|Latitude||||?|text|
TransportMeans|longitude|Longitude||||?|text|
TransportMeans|estimated_departure_date_time|||||?|datetime|
TransportMeans|crew_quantity|CrewQuantity||||?|decimal|
TransportMeans|passenger_quantity|PassengerQuantity||||?|decimal|
TransportMeans|transport_document_quantity|TransportDocumentQuantity||||?|decimal|
TransportMeans|call_purpose_codes|||||*|text|8025: what the ship calls for
TransportMeans|arrival_facility|ArrivalConveyanceFacility|09A|||?|Location|
TransportMeans|departure_facility|DepartureConveyanceFacility|45A|||?|Location|
TransportMeans|parties|||||*|Party|master, operator, owner
TransportMeans|persons|PersonOnBoard|67B|||*|Person|crew and passengers
TransportMeans|additional_documents|AdditionalDocument|02A|||*|Document|
TransportMeans|additional_informations|AdditionalInformation|03A|||*|AdditionalInformation|
TransportMeans|transport_equipments|TransportEquipment|31B|||*|TransportEquipment|
TransportMeans|stores|||||*|Store|ship's stores (FAL 3)
TransportMeans|wastes|||||*|Waste|waste to be delivered or kept on board
TransportMeans|ids|||||*|Identifier|more identifications: MMSI, external number
TransportMeans|ballast_waters|||||*|BallastWater|water in ballast tanks: where it is from, what is done with it
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
Location|sequence_numeric|SequenceNumeric|006|n..5||?|integer|
Location|role|||||?|text|snake_case of the WCO tag where the field does not say it: acceptance_place
Location|sub_role|||||?|text|3227 where the tag does not tell enough: previous port, next port
Location|anchorage_indicator|AnchorageIndicator|461|n1|9606|?|text|true or false, as written
Location|actual_indicator|ActualIndicator|498|an1|9606|?|text|true or false, as written
Location|authorisation_reference|AuthorisationReferenceNumber||||?|text|
Location|customs_office_id|CustomsOffice/ID||an..17||?|text|
Location|economic_operator_id|EconomicOperator/ID||an..35|3039|?|text|
Location|container_code|ContainerCode|096|an..3|7365|?|text|
Location|taking_over_date_time|TakingOverGoodsDateTime|466|an..35|2380|?|datetime|
Location|embarkation_date_time|EmbarkationDateTime|489|an..35|2380|?|datetime|
Location|warehouse_id|Warehouse/ID||an..35|3225|?|text|
Location|facility_id||||3223|?|text|terminal, berth or shed within the place
Itinerary||Itinerary|81A|||||One leg or country of a route.
Itinerary|sequence_numeric|SequenceNumeric|006|n..5|1050|?|integer|
Itinerary|routing_country_code|RoutingCountryCode|064|a2|3263|?|text|
Itinerary|routing_region_id|RoutingRegionIdentificationID|441|an..17|3225|?|text|
Itinerary|function_code|FunctionCode|251|an..3|3227|?|text|
Itinerary|id|ID|||3225|?|text|
Itinerary|name|Name||||?|text|
Itinerary|arrival_date_time|ArrivalDateTime|208|an..35|2380|?|datetime|
Itinerary|departure_date_time|DepartureDateTime|209|an..35|2380|?|datetime|
Itinerary|routing_region_name|RoutingRegion|393|an..256|3224|?|text|
Itinerary|type_code|TypeCode||an..3|3227|?|text|
Itinerary|security_level_code|SecurityLevelCode|302|an..3|4039|?|text|
Itinerary|port_activity_date_time|PortActivityDateTime|270|an..35|2380|?|datetime|
Itinerary|call_purpose_codes|CallPurposeCode||||*|text|8025
Itinerary|arrival_facility|ArrivalConveyanceFacility|09A|||?|Location|
Itinerary|departure_facility|DepartureConveyanceFacility|45A|||?|Location|
Itinerary|additional_informations|AdditionalInformation|03A|||*|AdditionalInformation|
Itinerary|offices|ItineraryGovernmentOffice|82B|||*|Office|
Itinerary|journey_id|||an..17|8028|?|text|of this leg, where each has its own
Itinerary|carrier_id|||an..17|3127|?|text|of this leg
Itinerary|calls|||||*|Location|places of this leg by type_code (3227), with their times
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
Consignment|postal_receptacle_id|PostalReceptacleID||||?|text|
Consignment|expected_arrival_date_time|ExpectedArrivalDateTime||||?|datetime|
Consignment|split_code|CarrierSplitConsignmentCode||||?|text|
Consignment|value_amount|ValueAmount||||?|amount|
Consignment|gross_volume|||||?|measure|
Consignment|border_transport_means|BorderTransportMeans|15A|||?|TransportMeans|
Consignment|transport_means|||||*|TransportMeans|further means of transport, by role
Consignment|locations|||||*|Location|places that have no field of their own, by role
Consignment|offices|||||*|Office|transit offices and others, by role
Consignment|warehouse|Warehouse|43B|||?|Location|
Consignment|parties|||||*|Party|of one in `consignments`; those of the declaration's own stand in its list
Consignment|house_consignments|HouseConsignment|21C|||*|HouseConsignment|
Consignment|freight_rate_quantity|Freight/RateQuantity|308|n..9|5284|?|quantity|
Consignment|freight_rate_type_code|Freight/RateTypeCode|309|an..3|5419|?|text|
Consignment|freight_rate_amount|Freight/RateAmount|310|n..15,2|5420|?|amount|
Consignment|additional_documents|AdditionalDocument|02A|||*|Document|
Consignment|supporting_documents|SupportingDocument||||*|Document|
Consignment|additional_references|AdditionalReference||||*|Document|
Consignment|previous_documents|PreviousDocument|99A|||*|Document|
Consignment|additional_informations|AdditionalInformation|03A|||*|AdditionalInformation|
ConsignmentItem||ConsignmentItem|29A|||||An item as the carrier sees it.
ConsignmentItem|sequence_numeric|SequenceNumeric|006|n..5|1050|?|integer|
ConsignmentItem|parties|||||*|Party|
ConsignmentItem|freight_payment_method_code|Freight/PaymentMethodCode|098|an..3|4215|?|text|
ConsignmentItem|commodity|Commodity|23A|||?|Commodity|
ConsignmentItem|goods_measure|GoodsMeasure|65A|||?|GoodsMeasure|
ConsignmentItem|packagings|Packaging|93A|||*|Packaging|
ConsignmentItem|goods_location|GoodsLocation|64A|||?|Location|
ConsignmentItem|itineraries|Itinerary|81A|||*|Itinerary|
ConsignmentItem|transport_equipments|TransportEquipment|31B|||*|TransportEquipment|
ConsignmentItem|supervising_office_id|SupervisingOffice/ID||an..17||?|text|
ConsignmentItem|ucr|UCR|35B|||?|UCR|
ConsignmentItem|freight_rate_quantity|Freight/RateQuantity|308|n..9|5284|?|quantity|
ConsignmentItem|freight_rate_type_code|Freight/RateTypeCode|309|an..3|5419|?|text|
ConsignmentItem|freight_rate_amount|Freight/RateAmount|310|n..15,2|5420|?|amount|
ConsignmentItem|additional_documents|AdditionalDocument|02A|||*|Document|
ConsignmentItem|supporting_documents|SupportingDocument||||*|Document|
ConsignmentItem|additional_references|AdditionalReference||||*|Document|
ConsignmentItem|previous_documents|PreviousDocument|99A|||*|Document|
ConsignmentItem|additional_informations|AdditionalInformation|03A|||*|AdditionalInformation|
Damage||||||||What is broken on a unit, each fact coded or in words.
Damage|point_code|||an..3|7493|?|text|what the facts are of
Damage|type_code|||an..3|7501|?|text|
Damage|type|||an..35|7500|?|text|
Damage|area_code|||an..4|7503|?|text|
Damage|area|||an..35|7502|?|text|
Damage|severity_code|||an..3|7509|?|text|
Damage|severity|||an..35|7508|?|text|
Dimension||||||||A size beyond the usual one; one unit for all sides.
Dimension|type_code||||6145|?|text|
Dimension|unit||||6411|?|text|
Dimension|length||||6168|?|decimal|
Dimension|width||||6140|?|decimal|
Dimension|height||||6008|?|decimal|
TransportEquipment||TransportEquipment|31B|||||A container or another unit.
TransportEquipment|sequence_numeric|SequenceNumeric|006|n..5|1050|?|integer|
TransportEquipment|id|ID|159|an..17|8260|?|text|
TransportEquipment|characteristic_code|CharacteristicCode||||?|text|size and type, ISO 6346
TransportEquipment|goods_item_numbers|||||*|integer|of the items in it, for formats that name them there; the items name their units themselves
TransportEquipment|fullness_code|FullnessCode||an..3|8169|?|text|8169: 4 empty, 5 full
TransportEquipment|status_code|StatusCode||||?|text|
TransportEquipment|seals_affixed_quantity|SealsAffixedQuantity|227|n..4|6061|?|decimal|
TransportEquipment|gross_mass|||||?|measure|
TransportEquipment|tare_mass|TareMeasure||||?|measure|
TransportEquipment|seals|Seal|44B|||*|Seal|
TransportEquipment|temperature|Temperature/Measure||||?|measure|
TransportEquipment|minimum_temperature|||||?|measure|
TransportEquipment|maximum_temperature|||||?|measure|
TransportEquipment|verified_gross_mass|||||?|measure|SOLAS
TransportEquipment|owner_type_code|||||?|text|8053 supplier of equipment
TransportEquipment|damage_code|||||?|text|
TransportEquipment|stow_position|StowPosition|15B|||?|Location|
TransportEquipment|locations|||||*|Location|by role
TransportEquipment|additional_informations|||||*|AdditionalInformation|
TransportEquipment|dangerous_goods|||||*|DangerousGoods|
TransportEquipment|attached_ids||||8260|*|Identifier|what is attached to it: generator, trailer; the scheme is 8053
TransportEquipment|dimensions|||||*|Dimension|where it is not of its type's size
TransportEquipment|damages|||||*|Damage|
TransportEquipment|parties|||||*|Party|its operator, its owner
TransportEquipment|additional_documents|||||*|Document|bill of lading, booking
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
Document|acceptance_date_time|AcceptanceDateTime||an..35|2380|?|datetime|
Document|cancellation_date_time|CancellationDateTime||an..35|2380|?|datetime|
Document|rejection_date_time|RejectionDateTime||an..35|2380|?|datetime|
Document|function_code|FunctionCode||n..2|1225|?|text|
Document|function_name|FunctionName||an..35|??|?|text|
Document|issuing_party_id|IssuingPartyID||an..17|3039|?|text|
Document|issuing_authority_name|IssuingAuthorityName||||?|text|EDS
Document|language_code|LanguageCode||an..3|3453|?|text|
Document|location_id|LocationID||an..256||?|text|
Document|original_indicator|OriginalIndicator||an1||?|text|true or false, as written
Document|verification_indicator|VerificationIndicator||n1||?|text|true or false, as written
Document|validity_duration|ValidityDurationMeasure|D042|n..3|2152|?|measure|
Document|goods_item_quantity|GoodsItemQuantity|228|n..5|6061|?|decimal|
Document|condition_code|ConditionCode|091|an..3|4065|?|text|
Document|split_indicator|SplitIndicator|406|n1|9606|?|text|true or false, as written
Document|type|Type||||?|text|EDS: TypeCode under another tag
Document|authentication|Authentication|61B|||?|Authentication|
Document|parties|||||*|Party|consolidator, deconsolidator, insurance company
WriteOff||WriteOff|22C|||||What a document is charged with.
WriteOff|line_numeric|||||?|integer|
WriteOff|type_code|TypeCode||||?|text|
WriteOff|quantity|QuantityQuantity|502|n..16,6|6061|?|quantity|
WriteOff|amount|AmountAmount|503|n..16,3|5004|?|amount|
WriteOff|unit_qualifier|MeasurementUnitandQualifier||||?|text|EDS
WriteOff|packagings|Packaging|93A|||*|Packaging|
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
Amendment|sequence_numeric|SequenceNumeric|006|n..5|1050|?|integer|
CurrencyExchange||CurrencyExchange|40A|||||A rate of exchange.
CurrencyExchange|currency_code|CurrencyTypeCode|135|a3|6345|?|text|
CurrencyExchange|rate_numeric|RateNumeric|118|n..12,5|5402|?|decimal|
CurrencyExchange|effective_date_time|||||?|datetime|
CurrencyExchange|sequence_numeric|SequenceNumeric|006|n..5||?|integer|
ObligationGuarantee||ObligationGuarantee|90A|||||Security for a debt.
ObligationGuarantee|amount|AmountAmount|492|n..16,3|5004|?|amount|
ObligationGuarantee|id|ID|D014|an..70|1004|?|text|
ObligationGuarantee|invalid_transit_country_code|InvalidTransitCountryCode|232|a2|3207|?|text|
ObligationGuarantee|reference_id|ReferenceID|100|an..35|1154|?|text|
ObligationGuarantee|security_details_code|SecurityDetailsCode|101|an..3|4377|?|text|
ObligationGuarantee|access_code|AccessCode|499|an..4|4377|?|text|
ObligationGuarantee|guarantee_office_id|GuaranteeOffice/ID|G014|an..17|3225|?|text|
ObligationGuarantee|sequence_numeric|SequenceNumeric|006|n..5||?|integer|
ObligationGuarantee|type_code|TypeCode||an..3|1001|?|text|
ObligationGuarantee|parties|||||*|Party|surety, principal
ObligationGuarantee|additional_documents|AdditionalDocument|02A|||*|Document|
TradeTerms||TradeTerms|22B|||||Terms of delivery.
TradeTerms|condition_code|ConditionCode|090|a3|4053|?|text|Incoterms
TradeTerms|country_relationship_code|CountryRelationshipCode|106|an..3|4443|?|text|
TradeTerms|description|Description|089|an..70|4052|?|text|
TradeTerms|location_id|LocationID|L002|an..17|3225|?|text|
TradeTerms|location_name|LocationName|L001|an..256|3224|?|text|
TradeTerms|contract_id|||||?|text|
TradeTerms|country_code|CountryCode||||?|text|EDS
UCR||UCR|35B|||||Unique consignment reference.
UCR|id|ID|016|an..35||?|text|
UCR|trader_assigned_reference_id|TraderAssignedReferenceID|009|an..35|1097|?|text|
UCR|sequence_numeric|SequenceNumeric|006|n..5||?|integer|
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
Charge|sequence_numeric|SequenceNumeric|006|n..5||?|integer|
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
GoodsItem|dispatch_country_code|DispatchCountry/ID||||?|text|
GoodsItem|authorisations|Authorisation||||*|Authorisation|
GoodsItem|supporting_documents|SupportingDocument||||*|Document|
GoodsItem|additional_references|AdditionalReference||||*|Document|
GoodsItem|transport_contract_documents|TransportContractDocument|30B|||*|Document|
GoodsItem|freight_rate_quantity|Freight/RateQuantity|308|n..9|5284|?|quantity|
GoodsItem|freight_rate_type_code|Freight/RateTypeCode|309|an..3|5419|?|text|
GoodsItem|freight_rate_amount|Freight/RateAmount|310|n..15,2|5420|?|amount|
GovernmentProcedure||GovernmentProcedure|70A|||||A customs procedure: the first with current and previous, further ones with additional codes.
GovernmentProcedure|current_code|CurrentCode|166|an..7|9353|?|text|
GovernmentProcedure|previous_code|PreviousCode|161|an..7|9033|?|text|
GovernmentProcedure|sequence_numeric|SequenceNumeric|006|n..5||?|integer|
Origin||Origin|92A|||||Where goods come from, in the sense of `type_code`.
Origin|country_code|CountryCode|063|an..4|3207|?|text|
Origin|region_id|RegionID|066|an..9|3229|?|text|
Origin|type_code|TypeCode|501|an..3||?|text|1 non-preferential, 2 preferential
Origin|sequence_numeric|SequenceNumeric|006|n..5||?|integer|
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
Commodity|sequence_numeric|SequenceNumeric|006|n..5|1050|?|integer|
Commodity|best_before_date_time|ProductBestBeforeDateTime|266|an..35|2497|?|datetime|
Commodity|manufacture_date_time|ManufactureDateTime|442|an..35|2380|?|datetime|
Commodity|acquisition_date_time|AcquisitionDateTime|456|an..35|2380|?|datetime|
Commodity|jurisdiction_date_time|JurisdictionDateTime|274|an..35|2380|?|datetime|
Commodity|count_quantity|CountQuantity|315|n..16|6061|?|decimal|
Commodity|size|SizeMeasure|322|an..18|6314|?|measure|
Commodity|intended_use|IntendedUse|327|an..256|7008|?|text|
Commodity|category_code|CategoryCode|328|an..17|7009|?|text|
Commodity|category_qualifier_code|CategoryQualifierCode|329|an..17|1131 3055|?|text|
Commodity|goods_group_name|GoodsGroupName|331|an..70|?|?|text|
Commodity|identity_qualifier_code|IdentityQualifierCode|347|an..3|7405|?|text|
Commodity|temperature|Temperature/Measure||||?|measure|
Commodity|process_type_codes|||||*|text|Process/TypeCode
Commodity|additional_documents|AdditionalDocument|02A|||*|Document|
Commodity|additional_informations|AdditionalInformation|03A|||*|AdditionalInformation|
Commodity|procedures|GovernmentProcedure||||*|GovernmentProcedure|
Commodity|itineraries|Itinerary|81A|||*|Itinerary|
Commodity|locations|||||*|Location|examination place, free trade zone and others, by role
Commodity|statuses|Status||||*|Status|
Classification||Classification|21A|||||A code for the goods in one nomenclature.
Classification|id|ID|145|an..18|7357|?|text|
Classification|type|IdentificationTypeCode||an..3|7143|?|text|which nomenclature: TSP, TRC, TRA, GN, HS
Classification|name_code|NameCode|346|an..35|7357|?|text|
Classification|description|Description|518|an..256|4440|?|text|
Classification|binding_tariff_reference_id|BindingTariffReferenceID|448|an..35|1154|?|text|
Classification|sequence_numeric|SequenceNumeric|006|n..5||?|integer|
Constituent||Constituent||||||What the goods are made of.
Constituent|element_code|ElementCode||||?|text|
Constituent|element_name|ElementName||||?|text|
Constituent|percentage|||||?|decimal|
Constituent|sequence_numeric|SequenceNumeric|006|n..5||?|integer|
DangerousGoods||DangerousGoods|12C|||||Dangerous goods data.
DangerousGoods|undg_id|UNDGID|506|n..4|7124|?|text|
DangerousGoods|regulation_code|RegulationCode|505|an..3|8273|?|text|
DangerousGoods|hazard_class_id|HazardClassID|507|an..7|8351|?|text|
DangerousGoods|proper_shipping_name|ProperShippingName|508|an..256|9018|?|text|
DangerousGoods|technical_name|TechnicalName|537|an..256|7254|?|text|
DangerousGoods|flashpoint|FlashpointMeasure|388|an..8|7088|?|measure|
DangerousGoods|temperature|||||?|measure|
DangerousGoods|packaging_danger_level_code|||||?|text|packing group
DangerousGoods|sequence_numeric|SequenceNumeric|006|n..5||?|integer|
DangerousGoods|pollutant_type_code|PollutantTypeCode|528|an..3|?|?|text|
DangerousGoods|subsidiary_risk_codes|||||*|text|
DangerousGoods|emergency_schedule_id|||||?|text|
DangerousGoods|packagings|Packaging|93A|||*|Packaging|
DangerousGoods|goods_measure|GoodsMeasure|65A|||?|GoodsMeasure|
DangerousGoods|parties|||||*|Party|whom to ask: dg_contact
DangerousGoods|additional_informations|AdditionalInformation|03A|||*|AdditionalInformation|
DangerousGoods|stow_position|||||?|Location|
DutyTaxFee||DutyTaxFee|50A|||||A duty, tax or fee; one that carries only `duty_regime_code` states a preference.
DutyTaxFee|ad_valorem_tax_base_amount|AdValoremTaxBaseAmount|116|n..16,3|5286|?|amount|
DutyTaxFee|deduct_amount|DeductAmount|111|n..16,3|5074|?|amount|
DutyTaxFee|duty_regime_code|DutyRegimeCode|164|an..3|9213|?|text|
DutyTaxFee|specific_tax_base_quantity|SpecificTaxBaseQuantity|129|n..16,6|6090|?|quantity|
DutyTaxFee|tax_rate_numeric|TaxRateNumeric|115|an..17,3|5278|?|decimal|
DutyTaxFee|type_code|TypeCode|113|an..3|5153|?|text|
DutyTaxFee|quota_order_id|QuotaOrderID|401|an..17||?|text|
DutyTaxFee|payment|Payment|94A|||?|Payment|
DutyTaxFee|sequence_numeric|SequenceNumeric|006|n..5||?|integer|
DutyTaxFee|tax|Tax||||?|text|EDS
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
GoodsMeasure|sequence_numeric|SequenceNumeric|006|n..5||?|integer|
GoodsMeasure|type_code|TypeCode|479|an..3|6311|?|text|
GoodsMeasure|tariff_quantity_amount|TariffQuantityAmount|324|n..16,3|6314|?|amount|
GoodsMeasure|annual_quota_quantity|AnnualQuotaQuantity|416|n..15|6061|?|quantity|
GoodsMeasure|exported_in_current_year_quantity|ExportedInCurrentYearQuantity|417|n..15|6061|?|quantity|
GoodsMeasure|tolerance_numeric|ToleranceNumeric|513|n..10|5482|?|decimal|
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
Response|contact_offices|ContactOffice|35A|||*|Office|
Response|errors|Error|53A|||*|Error|
Response|statuses|Status|12B|||*|Status|
Response|declaration|Declaration|42A|||?|Declaration|
Response|id|ID||an..70|1004|?|text|
Response|name|Name||an..35|1000|?|text|
Response|type_code|TypeCode||an..3|1001|?|text|
Response|version_id|VersionID||an..9|1057|?|text|
Response|status_code|StatusCode||an..3|1373|?|text|
Response|acceptance_date_time|AcceptanceDateTime||an..35|2380|?|datetime|
Response|rejection_date_time|RejectionDateTime||an..35|2380|?|datetime|
Response|parties|||||*|Party|who answers, and to whom
Response|additional_documents|AdditionalDocument|02A|||*|Document|
Bank||Bank|14A|||||Where to pay.
Bank|reference_id|ReferenceID|R069|an..17|3039|?|text|
Bank|id|ID|372|an..35|1147|?|text|
ErrorPoint||||||||A place in the message that is answered, in the terms of its own syntax.
ErrorPoint|section_code|||an..3|1049|?|text|heading, detail, summary
ErrorPoint|item_id|||an..35|1052|?|text|the goods item or line the fault is in
ErrorPoint|sub_item_numeric|||n..6|1054|?|integer|of several under one item, which
ErrorPoint|segment_tag|||an..3|9166|?|text|
ErrorPoint|sequence_id|||an..10|1050|?|text|which of the segments of the message
ErrorPoint|sequence_source_code|||an..3|1159|?|text|what the sequence number counts
ErrorPoint|location|||||?|text|in words: element and component, XPath, column
Error||Error|53A|||||One fault found by the administration.
Error|description|Description|488|an..512|4440|?|text|
Error|validation_code|ValidationCode|377|an..8|9321|?|text|
Error|pointers|Pointer|97A|||*|Pointer|
Error|level|||||?|text|message: of the message as such, not of the declaration in it
Error|point|||||?|ErrorPoint|where the sender of the declaration finds it
Status||Status|12B|||||A state reached by the declaration or a part of it.
Status|effective_date_time|EffectiveDateTime|380|an..35|2069|?|datetime|
Status|name_code|NameCode|379|an..3|4405|?|text|
Status|release_date_time|ReleaseDateTime|277|an..35|2380|?|datetime|
Status|pointers|Pointer|97A|||*|Pointer|
HouseConsignment||HouseConsignment|21C|||||A consignment inside another, under a house bill.
HouseConsignment|sequence_numeric|SequenceNumeric|006|n..5|1050|?|integer|
HouseConsignment|total_gross_mass|TotalGrossMassMeasure|131|n..16,6|6092|?|measure|
HouseConsignment|freight_payment_method_code|Freight/PaymentMethodCode|098|an..3|4215|?|text|
HouseConsignment|parties|||||*|Party|
HouseConsignment|consignment_items|ConsignmentItem|29A|||*|ConsignmentItem|
HouseConsignment|transport_contract_documents|TransportContractDocument|30B|||*|Document|
HouseConsignment|transport_equipments|TransportEquipment|31B|||*|TransportEquipment|
HouseConsignment|itineraries|Itinerary|81A|||*|Itinerary|
HouseConsignment|goods_location|GoodsLocation|64A|||?|Location|
HouseConsignment|loading_location|LoadingLocation|83A|||?|Location|
HouseConsignment|unloading_location|UnloadingLocation|38B|||?|Location|
HouseConsignment|delivery_location|||||?|Location|
HouseConsignment|ucr|UCR|35B|||?|UCR|
HouseConsignment|freight_rate_quantity|Freight/RateQuantity|308|n..9|5284|?|quantity|
HouseConsignment|freight_rate_type_code|Freight/RateTypeCode|309|an..3|5419|?|text|
HouseConsignment|freight_rate_amount|Freight/RateAmount|310|n..15,2|5420|?|amount|
HouseConsignment|additional_documents|AdditionalDocument|02A|||*|Document|
HouseConsignment|supporting_documents|SupportingDocument||||*|Document|
HouseConsignment|additional_references|AdditionalReference||||*|Document|
HouseConsignment|previous_documents|PreviousDocument|99A|||*|Document|
HouseConsignment|additional_informations|AdditionalInformation|03A|||*|AdditionalInformation|
Authorisation||Authorisation||||||A permit the declaration relies on, by its reference.
Authorisation|sequence_numeric|SequenceNumeric||||?|integer|
Authorisation|id|ID||||?|text|
Authorisation|type|Type||||?|text|
Authorisation|holder_id|AuthorisationHolder||||?|text|
Office||ContactOffice GovernmentAgency|35A|||||An office of an administration in a role.
Office|role|||||?|text|snake_case of the WCO tag: transit_office, release_office
Office|sequence_numeric|SequenceNumeric||||?|integer|
Office|id|ID|G002|an..17|3225|?|text|
Office|name|||||?|text|
Office|type_code|TypeCode||an.3|?|?|text|
Office|actual_indicator|ActualIndicator|498|an1|9606|?|text|true or false, as written
Office|arrival_date_time|||||?|datetime|
Office|warehouse_id|Warehouse/ID||an..17||?|text|
Office|contacts|Contact|34A|||*|Contact|
Office|communications|Communication||||*|Communication|
Person||PersonOnBoard Person|67B|||||A natural person: crew, passenger.
Person|role|||||?|text|crew or passenger
Person|sequence_numeric|SequenceNumeric|006|n..5||?|integer|
Person|family_name|FamilyName||an..70||?|text|
Person|given_name|GivenName||an..70||?|text|
Person|middle_name|||an..70||?|text|
Person|designation|Designation||an..70||?|text|
Person|job_title_code|JobTitleCode||an..3||?|text|
Person|nationality_code|NationalityCode||an..3||?|text|
Person|birth_date_time|BirthDateTime||an..35||?|datetime|
Person|birth_place|BirthPlace||an..35||?|text|
Person|birth_country_code|BirthCountryCode||a2||?|text|
Person|gender_code|GenderCode||an..3||?|text|
Person|residence_country_code|ResidenceCountryCode||a2||?|text|
Person|status_code|StatusCode||an..3||?|text|
Person|information_verified_indicator|InformationVerifiedIndicator||n1||?|text|true or false, as written
Person|transit_code|TransitCode|431|n1|9606|?|text|
Person|reservation_id|||||?|text|passenger name record
Person|address|Address|04A|||?|Address|
Person|communications|||||*|Communication|
Person|travel_documents|TravelDocument|34B|||*|Document|
Person|additional_documents|AdditionalDocument|02A|||*|Document|
Person|additional_informations|AdditionalInformation|03A|||*|AdditionalInformation|
Person|embarkation_place|EmbarkationPlace|64B|||?|Location|
Person|disembarkation_place|DisembarkationPlace|63B|||?|Location|
Person|locations|||||*|Location|by role
Person|effects|||||*|Store|crew's effects (FAL 4)
Store||||||||Stores of a ship, or effects of a person: what is on board and no cargo.
Store|sequence_numeric|||||?|integer|
Store|type_code|||||?|text|
Store|description|||||?|text|
Store|quantity|||||?|quantity|
Store|location_name|||||?|text|where on board
Store|classifications|||||*|Classification|
Waste||||||||Waste of one kind on a ship: what is delivered, what is kept.
Waste|sequence_numeric|||||?|integer|
Waste|type_code|||||?|text|
Waste|description|||||?|text|
Waste|delivery_quantity|||||?|quantity|
Waste|maximum_capacity|||||?|quantity|
Waste|retained_quantity|||||?|quantity|
Waste|retained_delivery_location_id|||||?|text|
Waste|generated_quantity|||||?|quantity|estimated until the next call
Waste|last_delivery_date_time|||||?|datetime|
Waste|delivery_place|WasteDeliveryPlace|37C|||?|Location|
BallastWater||||||||Water in one ballast tank of a ship.
BallastWater|sequence_numeric|||||?|integer|
BallastWater|tank_id|||||?|text|
BallastWater|quantity|||||?|quantity|volume on board
BallastWater|uptake_location|||||?|Location|port or position where it was taken in
BallastWater|uptake_date_time|||||?|datetime|
BallastWater|treatment_code|||||?|text|exchanged, treated, kept
BallastWater|treatment_date_time|||||?|datetime|
BallastWater|discharge_quantity|||||?|quantity|to be discharged in the port
EventReport||||||||What happened to goods, equipment or means of transport: who, what, when, where, why.
EventReport|id|ID||||?|text|
EventReport|functional_reference_id|FunctionalReferenceID||||?|text|the sender's own reference
EventReport|function_code|FunctionCode||||?|text|1225
EventReport|type_code|TypeCode||||?|text|1001: 44 status report, 36 gate-out, 34 gate-in
EventReport|name|Name||||?|text|
EventReport|issue_date_time|IssueDateTime||||?|datetime|
EventReport|parties|Party||||*|Party|
EventReport|transport_means|TransportMeans||||?|TransportMeans|the conveyance the whole report is about
EventReport|locations|Location||||*|Location|
EventReport|additional_documents|AdditionalDocument||||*|Document|
EventReport|additional_informations|AdditionalInformation||||*|AdditionalInformation|
EventReport|events|Event||||*|Event|
EventReport|errors|Error||||*|Error|
Event||||||||One event: what, when, where, who, why.
Event|sequence_numeric|SequenceNumeric||||?|integer|
Event|id|ID||||?|text|
Event|kind|Kind||||?|text|object, transport, equipment, shipment
Event|type_code|TypeCode||||?|text|what happened: gate_in, gate_out, loaded, discharged, departed
Event|action|Action||||?|text|EPCIS: ADD, OBSERVE, DELETE
Event|classifier_code|ClassifierCode||||?|text|actual, estimated, planned
Event|status_code|StatusCode||||?|text|4405
Event|status_category_code|StatusCategoryCode||||?|text|9015
Event|status_reason_code|StatusReasonCode||||?|text|9013
Event|status_reason|StatusReason||||?|text|
Event|description|Description||||?|text|
Event|business_step|BusinessStep||||?|text|why: EPCIS step, loading or shipping
Event|disposition|Disposition||||?|text|EPCIS: state behind the event
Event|date_time|OccurrenceDateTime||||?|datetime|when it happened
Event|recorded_date_time|RecordedDateTime||||?|datetime|when it became known
Event|end_date_time|EndDateTime||||?|datetime|
Event|location|Location||||?|Location|where: read point, berth, terminal
Event|business_location|BusinessLocation||||?|Location|where the objects are thereafter
Event|locations|RelatedLocation||||*|Location|by role: origin, destination, next port
Event|parties|Party||||*|Party|who: by role
Event|transport_means|TransportMeans||||?|TransportMeans|
Event|transport_equipments|TransportEquipment||||*|TransportEquipment|which equipment
Event|goods_items|GovernmentAgencyGoodsItem||||*|GoodsItem|which goods
Event|additional_documents|AdditionalDocument||||*|Document|which documents: bill of lading, booking, declaration
Event|object_ids|ObjectID||||*|Identifier|what: SSCC, SGTIN, licence plate
Event|package_quantity|PackageQuantity||||?|decimal|
Event|gross_mass|GrossMassMeasure||||?|measure|
Event|additional_informations|AdditionalInformation||||*|AdditionalInformation|
Event|corrects_event_id|CorrectsEventID||||?|text|
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
Party|freight_forwarder|FreightForwarder||declaration
Office|appeal_office|AppealOffice|07A|
Office|contact_office|ContactOffice|35A|
Office|customs_office|CustomsOffice||
Office|declaration_office|DeclarationOffice|10C|
Office|entry_office|EntryOffice|51A|
Office|exit_office|ExitOffice|56A|
Office|guarantee_office|GuaranteeOffice|14C|
Office|itinerary_government_office|ItineraryGovernmentOffice|82B|
Office|master_data_recipient|MasterDataRecipient|26C|
Office|master_data_sender|MasterDataSender|27C|
Office|payment_office|PaymentOffice|95A|
Office|presentation_office|PresentationOffice|15C|
Office|release_office|ReleaseOffice|31C|
Office|supervising_office|SupervisingOffice|97B|
Office|transit_office|TransitOffice|27B|
Office|transit_operation_discharge_office|TransitOperationDischargeOffice|87B|
Office|transit_operation_start_office|TransitOperationStartOffice|81B|
Office|transit_operation_termination_office|TransitOperationTerminationOffice|85B|
Location|acceptance_place|AcceptancePlace|01A|
Location|approved_establishment_place|ApprovedEstablishmentPlace|08A|
Location|arrival_conveyance_facility|ArrivalConveyanceFacility|09A|
Location|arrival_location|ArrivalLocation|11C|
Location|cargo_facility_location|CargoFacilityLocation|17A|
Location|departure_conveyance_facility|DepartureConveyanceFacility|45A|
Location|departure_location|DepartureLocation|98B|
Location|destination|Destination|99B|
Location|disembarkation_place|DisembarkationPlace|63B|
Location|embarkation_place|EmbarkationPlace|64B|
Location|examination_place|ExaminationPlace|54A|
Location|facility_place|FacilityPlace|58A|
Location|final_transport_means_loading_place|FinalTransportMeansLoadingPlace|60A|
Location|free_trade_zone|FreeTradeZone|61A|
Location|goods_consigned_place|GoodsConsignedPlace|63A|
Location|goods_location|GoodsLocation|64A|
Location|goods_receipt_place|GoodsReceiptPlace|66A|
Location|itinerary|Itinerary|81A|
Location|landing_location|LandingLocation|82A|
Location|loading_location|LoadingLocation|83A|
Location|permitted_port|PermittedPort|96A|
Location|registered_facility|RegisteredFacility|05B|
Location|ship_to_ship_activity_location|ShipToShipActivityLocation|45B|
Location|stow_position|StowPosition|15B|
Location|terminal|Terminal|21B|
Location|transhipment_location|TranshipmentLocation|23B|
Location|transit_departure|TransitDeparture|25B|
Location|transit_destination|TransitDestination|26B|
Location|transport_equipment_location|TransportEquipmentLocation|77B|
Location|unloading_location|UnloadingLocation|38B|
Location|warehouse|Warehouse|43B|
Location|waste_delivery_place|WasteDeliveryPlace|37C|
Person|person_on_board|PersonOnBoard|67B|
Document|additional_document|AdditionalDocument|02A|
Document|additional_reference|AdditionalReference||
Document|associated_transport_document|AssociatedTransportDocument|11A|
Document|authorization_certificate|AuthorizationCertificate|88B|
Document|content_information_structure|ContentInformationStructure|000|
Document|declaration_guarantee|DeclarationGuarantee|92B|
Document|inter_gov|InterGov|75B|
Document|invoice|Invoice|78A|
Document|lpco|LPCO|74B|
Document|obligation_guarantee|ObligationGuarantee|90A|
Document|previous_document|PreviousDocument|99A|
Document|related_declaration|RelatedDeclaration||
Document|response|Response|07B|
Document|supporting_document|SupportingDocument||
Document|transport_contract_document|TransportContractDocument|30B|
Document|travel_document|TravelDocument|34B|
TransportMeans|arrival_transport_means|ArrivalTransportMeans|10A|
TransportMeans|border_transport_means|BorderTransportMeans|15A|
TransportMeans|departure_transport_means|DepartureTransportMeans|46A|
TransportMeans|harvesting_transport_means|HarvestingTransportMeans|76B|
TransportMeans|passive_transport_means|PassiveTransportMeans|19C|
TransportMeans|transhipment_transport_means|TranshipmentTransportMeans|20C|
TransportMeans|transit_transport_means|TransitTransportMeans|29B|
"""

PLACES = """\
Declaration|42A||
Declaration/AcceptanceDateTime|023||
Declaration/FunctionCode|017||
Declaration/FunctionalReferenceID|D026|2/5|
Declaration/ID|D014||
Declaration/IssueDateTime|D011||
Declaration/IssueLocationID|D012||
Declaration/TypeCode|D013|1/1 1/2|1(1) 1(2)
Declaration/GoodsItemQuantity|228|1/9|5
Declaration/DeclarationOfficeID|065||
Declaration/InvoiceAmount|109|4/10 4/11|22(1) 22(2)
Declaration/LoadingListQuantity|013|1/5|4
Declaration/TotalGrossMassMeasure|131|6/5|35
Declaration/TotalPackageQuantity|146|6/18|6
Declaration/SpecificCircumstancesCodeCode|504|1/7|
Declaration/Authentication|61B||
Declaration/Authentication/Authentication|104|1/8|54
Declaration/Authentication/Authenticator|12A||
Declaration/Authentication/Authenticator/Name|R007|1/8|54
Declaration/Submitter|17B||
Declaration/Submitter/Name|R058||
Declaration/Submitter/ID|R059||
Declaration/Submitter/Address|04A||
Declaration/Submitter/Address/CityName|241||
Declaration/Submitter/Address/CountryCode|242||
Declaration/Submitter/Address/CountrySubDivisionCode|244||
Declaration/Submitter/Address/CountrySubDivisionName|243||
Declaration/Submitter/Address/Line|239||
Declaration/Submitter/Address/PostcodeID|245||
Declaration/AdditionalDocument|02A|2/6|48
Declaration/AdditionalDocument/CategoryCode|D031|2/6|48
Declaration/AdditionalDocument/ID|D005|2/6|48
Declaration/AdditionalDocument/TypeCode|D006|2/6|48
Declaration/AdditionalInformation|03A|2/2|44
Declaration/AdditionalInformation/StatementCode|226|2/2|44
Declaration/AdditionalInformation/StatementDescription|225|2/2|44
Declaration/AdditionalInformation/StatementTypeCode|369||
Declaration/AdditionalInformation/Pointer|97A||
Declaration/AdditionalInformation/Pointer/SequenceNumeric|006||
Declaration/AdditionalInformation/Pointer/DocumentSectionCode|375||
Declaration/AdditionalInformation/Pointer/TagID|381||
Declaration/Agent|05A|3/21 3/20|14 14(No)
Declaration/Agent/Name|R003|3/19|14
Declaration/Agent/ID|R004|3/20|14(No)
Declaration/Agent/FunctionCode|102|3/21|14
Declaration/Agent/Address|04A||
Declaration/Agent/Address/CityName|241|3/19|14
Declaration/Agent/Address/CountryCode|242|3/19|14
Declaration/Agent/Address/CountrySubDivisionCode|244||
Declaration/Agent/Address/CountrySubDivisionName|243||
Declaration/Agent/Address/Line|239|3/19|14
Declaration/Agent/Address/PostcodeID|245|3/19|14
Declaration/Amendment|06A||
Declaration/Amendment/ChangeReasonCode|099||
Declaration/Amendment/Pointer|97A||
Declaration/Amendment/Pointer/SequenceNumeric|006||
Declaration/Amendment/Pointer/DocumentSectionCode|375||
Declaration/Amendment/Pointer/TagID|381||
Declaration/AuthorisationHolder|17C|3/39|44
Declaration/AuthorisationHolder/ID|R144|3/39|44
Declaration/AuthorisationHolder/CategoryCode|R145|3/39|44
Declaration/BorderTransportMeans|15A|7/15 7/4|21(2) 25
Declaration/BorderTransportMeans/Name|T005|7/14|21(1)
Declaration/BorderTransportMeans/ID|T006|7/14|21(1)
Declaration/BorderTransportMeans/IdentificationTypeCode|T018|7/14|21(1)
Declaration/BorderTransportMeans/TypeCode|T010||
Declaration/BorderTransportMeans/RegistrationNationalityCode|T014|7/15|21(2)
Declaration/BorderTransportMeans/ModeCode|T022|7/4|25
Declaration/Consignment|28A|4/2|
Declaration/Consignment/Carrier|18A|3/32|
Declaration/Consignment/Carrier/Name|R011|3/31|
Declaration/Consignment/Carrier/ID|R012|3/32|
Declaration/Consignment/Carrier/Address|04A||
Declaration/Consignment/Carrier/Address/CityName|241||
Declaration/Consignment/Carrier/Address/CountryCode|242||
Declaration/Consignment/Carrier/Address/CountrySubDivisionCode|244||
Declaration/Consignment/Carrier/Address/CountrySubDivisionName|243||
Declaration/Consignment/Carrier/Address/Line|239||
Declaration/Consignment/Carrier/Address/PostcodeID|245||
Declaration/Consignment/Carrier/Communication|25A||
Declaration/Consignment/Carrier/Communication/ID|240||
Declaration/Consignment/Carrier/Communication/TypeCode|253||
Declaration/Consignment/ConsignmentItem|29A||
Declaration/Consignment/ConsignmentItem/SequenceNumeric|006||
Declaration/Consignment/ConsignmentItem/Consignor|30A||
Declaration/Consignment/ConsignmentItem/Consignor/Name|R020||
Declaration/Consignment/ConsignmentItem/Consignor/ID|R021||
Declaration/Consignment/ConsignmentItem/Consignor/Address|04A||
Declaration/Consignment/ConsignmentItem/Consignor/Address/TypeCode|410||
Declaration/Consignment/ConsignmentItem/Consignor/Address/CityName|241||
Declaration/Consignment/ConsignmentItem/Consignor/Address/CountryCode|242||
Declaration/Consignment/ConsignmentItem/Consignor/Address/CountrySubDivisionCode|244||
Declaration/Consignment/ConsignmentItem/Consignor/Address/CountrySubDivisionName|243||
Declaration/Consignment/ConsignmentItem/Consignor/Address/Line|239||
Declaration/Consignment/ConsignmentItem/Consignor/Address/PostcodeID|245||
Declaration/Consignment/ConsignmentItem/Freight|62A||
Declaration/Consignment/ConsignmentItem/Freight/PaymentMethodCode|098||
Declaration/Consignment/Consignor|30A||
Declaration/Consignment/Consignor/Name|R020|3/7|
Declaration/Consignment/Consignor/ID|R021|3/8|
Declaration/Consignment/Consignor/Address|04A||
Declaration/Consignment/Consignor/Address/TypeCode|410||
Declaration/Consignment/Consignor/Address/CityName|241|3/7|
Declaration/Consignment/Consignor/Address/CountryCode|242|3/7|
Declaration/Consignment/Consignor/Address/CountrySubDivisionCode|244||
Declaration/Consignment/Consignor/Address/CountrySubDivisionName|243||
Declaration/Consignment/Consignor/Address/Line|239|3/7|
Declaration/Consignment/Consignor/Address/PostcodeID|245|3/7|
Declaration/Consignment/Freight|62A|4/2|
Declaration/Consignment/Freight/PaymentMethodCode|098|4/2|
Declaration/Consignment/Itinerary|81A|5/18|
Declaration/Consignment/Itinerary/SequenceNumeric|006|5/18|
Declaration/Consignment/Itinerary/RoutingCountryCode|064|5/18|
Declaration/CurrencyExchange|40A||
Declaration/CurrencyExchange/CurrencyTypeCode|135|4/12|44
Declaration/CurrencyExchange/RateNumeric|118|4/15|23
Declaration/Declarant|57B|3/18|14(No)
Declaration/Declarant/Name|R124|3/17|14
Declaration/Declarant/ID|R123|3/18|14(No)
Declaration/Declarant/Address|04A||
Declaration/Declarant/Address/CityName|241|3/17|14
Declaration/Declarant/Address/CountryCode|242|3/17|14
Declaration/Declarant/Address/CountrySubDivisionCode|244||
Declaration/Declarant/Address/CountrySubDivisionName|243||
Declaration/Declarant/Address/Line|239|3/17|14
Declaration/Declarant/Address/PostcodeID|245|3/17|14
Declaration/Declarant/Contact|34A||
Declaration/Declarant/Contact/Name|246||
Declaration/Declarant/Communication|25A||
Declaration/Declarant/Communication/ID|240||
Declaration/Declarant/Communication/TypeCode|253||
Declaration/ExitOffice|56A|5/12|29
Declaration/ExitOffice/ID|G005|5/12|29
Declaration/Exporter|57A|3/1 3/2|2 2(No)
Declaration/Exporter/Name|R031|3/1|2
Declaration/Exporter/ID|R032|3/2|2(No)
Declaration/Exporter/Address|04A||
Declaration/Exporter/Address/CityName|241|3/1|2
Declaration/Exporter/Address/CountryCode|242|3/1|2
Declaration/Exporter/Address/CountrySubDivisionCode|244||
Declaration/Exporter/Address/CountrySubDivisionName|243||
Declaration/Exporter/Address/Line|239|3/1|2
Declaration/Exporter/Address/PostcodeID|245|3/1|2
Declaration/Exporter/Contact|34A||
Declaration/Exporter/Contact/Name|246||
Declaration/Exporter/Communication|25A||
Declaration/Exporter/Communication/ID|240||
Declaration/Exporter/Communication/TypeCode|253||
Declaration/GoodsShipment|67A|8/5|24
Declaration/GoodsShipment/ExitDateTime|024||
Declaration/GoodsShipment/TransactionNatureCode|103|8/5|24
Declaration/GoodsShipment/AEOMutualRecognitionParty|16C||
Declaration/GoodsShipment/AEOMutualRecognitionParty/ID|R143|3/37|44
Declaration/GoodsShipment/AEOMutualRecognitionParty/RoleCode|R005|3/37|44
Declaration/GoodsShipment/Buyer|16A|3/26|8
Declaration/GoodsShipment/Buyer/Name|R009|3/26|8
Declaration/GoodsShipment/Buyer/ID|R010|3/27|8(No)
Declaration/GoodsShipment/Buyer/Address|04A||
Declaration/GoodsShipment/Buyer/Address/CityName|241|3/26|8
Declaration/GoodsShipment/Buyer/Address/CountryCode|242|3/26|8
Declaration/GoodsShipment/Buyer/Address/CountrySubDivisionCode|244||
Declaration/GoodsShipment/Buyer/Address/CountrySubDivisionName|243||
Declaration/GoodsShipment/Buyer/Address/Line|239|3/26|8
Declaration/GoodsShipment/Buyer/Address/PostcodeID|245|3/26|8
Declaration/GoodsShipment/Buyer/Contact|34A||
Declaration/GoodsShipment/Buyer/Contact/Name|246||
Declaration/GoodsShipment/Buyer/Communication|25A||
Declaration/GoodsShipment/Buyer/Communication/ID|240||
Declaration/GoodsShipment/Buyer/Communication/TypeCode|253||
Declaration/GoodsShipment/Consignee|27A|3/9|8
Declaration/GoodsShipment/Consignee/Name|R014|3/9|8
Declaration/GoodsShipment/Consignee/ID|R015|3/10|8(No)
Declaration/GoodsShipment/Consignee/Address|04A||
Declaration/GoodsShipment/Consignee/Address/CityName|241|3/9|8
Declaration/GoodsShipment/Consignee/Address/CountryCode|242|3/9|8
Declaration/GoodsShipment/Consignee/Address/CountrySubDivisionCode|244||
Declaration/GoodsShipment/Consignee/Address/CountrySubDivisionName|243||
Declaration/GoodsShipment/Consignee/Address/Line|239|3/9|8
Declaration/GoodsShipment/Consignee/Address/PostcodeID|245|3/9|8
Declaration/GoodsShipment/Consignment|28A|7/2|19
Declaration/GoodsShipment/Consignment/ContainerCode|096|7/2|19
Declaration/GoodsShipment/Consignment/ArrivalTransportMeans|10A|7/9|18(1)
Declaration/GoodsShipment/Consignment/ArrivalTransportMeans/Name|T001||
Declaration/GoodsShipment/Consignment/ArrivalTransportMeans/ID|T002|7/9|18(1)
Declaration/GoodsShipment/Consignment/ArrivalTransportMeans/IdentificationTypeCode|T034|7/9|18(1)
Declaration/GoodsShipment/Consignment/ArrivalTransportMeans/TypeCode|T008||
Declaration/GoodsShipment/Consignment/ArrivalTransportMeans/ModeCode|T020|7/5|26
Declaration/GoodsShipment/Consignment/DepartureTransportMeans|46A|7/7|18(1)
Declaration/GoodsShipment/Consignment/DepartureTransportMeans/Name|T003||
Declaration/GoodsShipment/Consignment/DepartureTransportMeans/ID|T004|7/7|18(1)
Declaration/GoodsShipment/Consignment/DepartureTransportMeans/IdentificationTypeCode|T029|7/7|18(1)
Declaration/GoodsShipment/Consignment/DepartureTransportMeans/TypeCode|T009||
Declaration/GoodsShipment/Consignment/DepartureTransportMeans/ModeCode|T021|7/5|26
Declaration/GoodsShipment/Consignment/GoodsLocation|64A|5/23|30
Declaration/GoodsShipment/Consignment/GoodsLocation/Name|L016|5/23|30
Declaration/GoodsShipment/Consignment/GoodsLocation/ID|L017|5/23|30
Declaration/GoodsShipment/Consignment/GoodsLocation/TypeCode|L110|5/23|30
Declaration/GoodsShipment/Consignment/GoodsLocation/Address|04A||
Declaration/GoodsShipment/Consignment/GoodsLocation/Address/TypeCode|410|5/23|30
Declaration/GoodsShipment/Consignment/GoodsLocation/Address/CityName|241|5/23|30
Declaration/GoodsShipment/Consignment/GoodsLocation/Address/CountryCode|242|5/23|30
Declaration/GoodsShipment/Consignment/GoodsLocation/Address/Line|239|5/23|30
Declaration/GoodsShipment/Consignment/GoodsLocation/Address/PostcodeID|245|5/23|30
Declaration/GoodsShipment/Consignment/LoadingLocation|83A|5/21|27
Declaration/GoodsShipment/Consignment/LoadingLocation/Name|L009|5/21|27
Declaration/GoodsShipment/Consignment/LoadingLocation/ID|L010|5/21|27
Declaration/GoodsShipment/Consignment/TransportEquipment|31B|7/10|31
Declaration/GoodsShipment/Consignment/TransportEquipment/SequenceNumeric|006|7/10|31
Declaration/GoodsShipment/Consignment/TransportEquipment/ID|159|7/10|31
Declaration/GoodsShipment/Consignment/TransportEquipment/Seal|44B|7/18|D
Declaration/GoodsShipment/Consignment/TransportEquipment/Seal/SequenceNumeric|006|7/18|D
Declaration/GoodsShipment/Consignment/TransportEquipment/Seal/ID|165|7/18|D
Declaration/GoodsShipment/Consignor|30A||
Declaration/GoodsShipment/Consignor/Name|R020|3/7|
Declaration/GoodsShipment/Consignor/ID|R021|3/8|
Declaration/GoodsShipment/Consignor/Address|04A||
Declaration/GoodsShipment/Consignor/Address/CityName|241|3/7|
Declaration/GoodsShipment/Consignor/Address/CountryCode|242|3/7|
Declaration/GoodsShipment/Consignor/Address/CountrySubDivisionCode|244||
Declaration/GoodsShipment/Consignor/Address/CountrySubDivisionName|243||
Declaration/GoodsShipment/Consignor/Address/Line|239|3/7|
Declaration/GoodsShipment/Consignor/Address/PostcodeID|245|3/7|
Declaration/GoodsShipment/CustomsValuation|41A|4/19|
Declaration/GoodsShipment/CustomsValuation/FreightChargeAmount|117|4/19|
Declaration/GoodsShipment/CustomsValuation/ChargeDeduction|58B|4/9|45
Declaration/GoodsShipment/CustomsValuation/ChargeDeduction/ChargesTypeCode|371|4/9|45
Declaration/GoodsShipment/CustomsValuation/ChargeDeduction/OtherChargeDeductionAmount|181|4/9|45
Declaration/GoodsShipment/Destination|99B|5/8|17a
Declaration/GoodsShipment/Destination/CountryCode|465|5/8|17a
Declaration/GoodsShipment/Destination/RegionID|477|5/9|17b
Declaration/GoodsShipment/DomesticDutyTaxParty|55B|3/40|44
Declaration/GoodsShipment/DomesticDutyTaxParty/ID|R119|3/40|44
Declaration/GoodsShipment/DomesticDutyTaxParty/RoleCode|R005|3/40|44
Declaration/GoodsShipment/ExportCountry|95B|5/14|15a
Declaration/GoodsShipment/ExportCountry/ID|062|5/14|15a
Declaration/GoodsShipment/GovernmentAgencyGoodsItem|68A|1/6|32
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/CustomsValueAmount|108|4/18|
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/SequenceNumeric|006|1/6|32
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/StatisticalValueAmount|114|8/6|46
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/TransactionNatureCode|103|8/5|24
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/AdditionalDocument|02A|2/3|44
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/AdditionalDocument/CategoryCode|D031|2/3|44
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/AdditionalDocument/EffectiveDateTime|276|2/3|44
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/AdditionalDocument/ID|D005|2/3|44
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/AdditionalDocument/Name|D028|2/3|44
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/AdditionalDocument/TypeCode|D006|2/3|44
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/AdditionalDocument/LPCOExemptionCode|360|2/3|44
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/AdditionalDocument/Submitter|17B||
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/AdditionalDocument/Submitter/Name|R058|2/3|44
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/AdditionalDocument/Submitter/RoleCode|R005|2/3|44
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/AdditionalDocument/WriteOff|22C|8/7|44
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/AdditionalDocument/WriteOff/QuantityQuantity|502|8/7|44
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/AdditionalDocument/WriteOff/AmountAmount|503|8/7|44
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/AdditionalInformation|03A|2/2|44
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/AdditionalInformation/StatementCode|226|2/2|44
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/AdditionalInformation/StatementDescription|225|2/2|44
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/AdditionalInformation/StatementTypeCode|369||
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/AEOMutualRecognitionParty|16C||
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/AEOMutualRecognitionParty/ID|R143|3/37|44
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/AEOMutualRecognitionParty/RoleCode|R005|3/37|44
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Buyer|16A||
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Buyer/Name|R009|3/26|8
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Buyer/ID|R010|3/27|8(No)
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Buyer/Address|04A||
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Buyer/Address/CityName|241|3/26|8
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Buyer/Address/CountryCode|242|3/26|8
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Buyer/Address/CountrySubDivisionCode|244||
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Buyer/Address/CountrySubDivisionName|243||
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Buyer/Address/Line|239|3/26|8
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Buyer/Address/PostcodeID|245|3/26|8
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Buyer/Contact|34A||
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Buyer/Contact/Name|246||
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Buyer/Communication|25A||
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Buyer/Communication/ID|240||
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Buyer/Communication/TypeCode|253||
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Commodity|23A|6/8|31
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Commodity/Description|137|6/8|31
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Commodity/Classification|21A|6/14 6/15 6/17|33(1) 33(2) 33(5)
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Commodity/Classification/ID|145|6/13 6/14 6/15 6/16 6/17|31 33(1) 33(2) 33(3)(4) 33(5)
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Commodity/Classification/IdentificationTypeCode||6/14|33(1)
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Commodity/DangerousGoods|12C||
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Commodity/DangerousGoods/UNDGID|506|6/12|
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Commodity/DutyTaxFee|50A|4/8 4/3 4/17|47(MP) 47(Type) 36
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Commodity/DutyTaxFee/AdValoremTaxBaseAmount|116|4/4|47(Tax base)
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Commodity/DutyTaxFee/DeductAmount|111||
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Commodity/DutyTaxFee/DutyRegimeCode|164|4/17|36
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Commodity/DutyTaxFee/SpecificTaxBaseQuantity|129|4/4|47(Tax base)
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Commodity/DutyTaxFee/TaxRateNumeric|115|4/5|47(Rate)
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Commodity/DutyTaxFee/TypeCode|113|4/3|47(Type)
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Commodity/DutyTaxFee/QuotaOrderID|401|8/1|39
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Commodity/DutyTaxFee/Payment|94A|4/8|47(MP)
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Commodity/DutyTaxFee/Payment/MethodCode|107|4/8|47(MP)
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Commodity/DutyTaxFee/Payment/TaxAssessedAmount|120|4/7|47(Total)
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Commodity/DutyTaxFee/Payment/PaymentAmount|378|4/6|47(Amount)
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Commodity/GoodsMeasure|65A|6/5 6/1|35 38
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Commodity/GoodsMeasure/GrossMassMeasure|126|6/5|35
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Commodity/GoodsMeasure/NetNetWeightMeasure|128|6/1|38
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Commodity/GoodsMeasure/TariffQuantity|130|6/2|41
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Commodity/InvoiceLine|79A|4/14|42
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Commodity/InvoiceLine/ItemChargeAmount|112|4/14|42
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Commodity/TransportEquipment|31B|7/10|31
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Commodity/TransportEquipment/SequenceNumeric|006|7/10|31
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Commodity/TransportEquipment/ID|159|7/10|31
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Consignee|27A||
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Consignee/Name|R014|3/9|8
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Consignee/ID|R015|3/10|8(No)
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Consignee/Address|04A||
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Consignee/Address/CityName|241|3/9|8
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Consignee/Address/CountryCode|242|3/9|8
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Consignee/Address/CountrySubDivisionCode|244||
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Consignee/Address/CountrySubDivisionName|243||
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Consignee/Address/Line|239|3/9|8
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Consignee/Address/PostcodeID|245|3/9|8
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Consignor|30A||
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Consignor/Name|R020|3/7|
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Consignor/ID|R021|3/8|
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Consignor/Address|04A||
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Consignor/Address/CityName|241|3/7|
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Consignor/Address/CountryCode|242|3/7|
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Consignor/Address/CountrySubDivisionCode|244||
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Consignor/Address/CountrySubDivisionName|243||
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Consignor/Address/Line|239|3/7|
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Consignor/Address/PostcodeID|245|3/7|
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/CustomsValuation|41A|4/16|43
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/CustomsValuation/MethodCode|122|4/16|43
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/CustomsValuation/ChargeDeduction|58B|4/9|45
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/CustomsValuation/ChargeDeduction/ChargesTypeCode|371|4/9|45
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/CustomsValuation/ChargeDeduction/OtherChargeDeductionAmount|181|4/9|45
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Destination|99B|5/8|17a
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Destination/CountryCode|465|5/8|17a
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Destination/RegionID|477|5/9|17b
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/DomesticDutyTaxParty|55B|3/40|44
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/DomesticDutyTaxParty/ID|R119|3/40|44
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/DomesticDutyTaxParty/RoleCode|R005|3/40|44
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/ExportCountry|95B|5/14|15a
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/ExportCountry/ID|062|5/14|15a
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/GovernmentProcedure|70A|1/11 1/10|37(2) 37(1)
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/GovernmentProcedure/CurrentCode|166|1/10 1/11|37(1) 37(2)
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/GovernmentProcedure/PreviousCode|161|1/10|37(1)
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Origin|92A|5/15|34a
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Origin/CountryCode|063|5/15 5/16|34a 34b
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Origin/RegionID|066||
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Origin/TypeCode|501||
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Packaging|93A|6/11 6/10 6/9|31
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Packaging/SequenceNumeric|006|6/11|31
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Packaging/MarksNumbersID|142|6/11|31
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Packaging/QuantityQuantity|144|6/10|31
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Packaging/TypeCode|141|6/9|31
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Packaging/PackingMaterialDescription|344||
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Packaging/LengthMeasure|367||
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Packaging/WidthMeasure|368||
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Packaging/HeightMeasure|402||
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Packaging/VolumeMeasure|395||
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/PreviousDocument|99A|2/1|40
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/PreviousDocument/CategoryCode|D031|2/1|40
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/PreviousDocument/ID|D018|2/1|40
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/PreviousDocument/TypeCode|D019|2/1|40
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/PreviousDocument/LineNumeric|171|2/1|40
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Seller|09B||
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Seller/Name|R050|3/24|2
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Seller/ID|R051|3/25|2(No)
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Seller/Address|04A||
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Seller/Address/CityName|241|3/24|2
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Seller/Address/CountryCode|242|3/24|2
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Seller/Address/CountrySubDivisionCode|244||
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Seller/Address/CountrySubDivisionName|243||
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Seller/Address/Line|239|3/24|2
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Seller/Address/PostcodeID|245|3/24|2
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Seller/Contact|34A||
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Seller/Contact/Name|246||
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Seller/Communication|25A||
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Seller/Communication/ID|240||
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Seller/Communication/TypeCode|253||
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/UCR|35B||
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/UCR/ID|016|2/4|7
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/UCR/TraderAssignedReferenceID|009|2/4|7
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/ValuationAdjustment|39B|4/13|45
Declaration/GoodsShipment/GovernmentAgencyGoodsItem/ValuationAdjustment/AdditionCode|188|4/13|45
Declaration/GoodsShipment/Importer|74A|3/16|8(No)
Declaration/GoodsShipment/Importer/Name|R037|3/15|8
Declaration/GoodsShipment/Importer/ID|R038|3/16|8(No)
Declaration/GoodsShipment/Importer/Address|04A||
Declaration/GoodsShipment/Importer/Address/CityName|241|3/15|8
Declaration/GoodsShipment/Importer/Address/CountryCode|242|3/15|8
Declaration/GoodsShipment/Importer/Address/CountrySubDivisionCode|244||
Declaration/GoodsShipment/Importer/Address/CountrySubDivisionName|243||
Declaration/GoodsShipment/Importer/Address/Line|239|3/15|8
Declaration/GoodsShipment/Importer/Address/PostcodeID|245|3/15|8
Declaration/GoodsShipment/Importer/Contact|34A||
Declaration/GoodsShipment/Importer/Contact/Name|246||
Declaration/GoodsShipment/Importer/Communication|25A||
Declaration/GoodsShipment/Importer/Communication/ID|240||
Declaration/GoodsShipment/Importer/Communication/TypeCode|253||
Declaration/GoodsShipment/Invoice|78A||
Declaration/GoodsShipment/Invoice/ID|D016||
Declaration/GoodsShipment/Invoice/IssueDateTime|D015||
Declaration/GoodsShipment/Payer|56B||
Declaration/GoodsShipment/Payer/Name|R120||
Declaration/GoodsShipment/Payer/ID|R121||
Declaration/GoodsShipment/Payer/Address|04A||
Declaration/GoodsShipment/Payer/Address/CityName|241||
Declaration/GoodsShipment/Payer/Address/CountryCode|242||
Declaration/GoodsShipment/Payer/Address/CountrySubDivisionCode|244||
Declaration/GoodsShipment/Payer/Address/CountrySubDivisionName|243||
Declaration/GoodsShipment/Payer/Address/Line|239||
Declaration/GoodsShipment/Payer/Address/PostcodeID|245||
Declaration/GoodsShipment/PreviousDocument|99A|2/1|40
Declaration/GoodsShipment/PreviousDocument/CategoryCode|D031|2/1|40
Declaration/GoodsShipment/PreviousDocument/ID|D018|2/1|40
Declaration/GoodsShipment/PreviousDocument/TypeCode|D019|2/1|40
Declaration/GoodsShipment/PreviousDocument/LineNumeric|171|2/1|40
Declaration/GoodsShipment/Seller|09B|3/24|2
Declaration/GoodsShipment/Seller/Name|R050|3/24|2
Declaration/GoodsShipment/Seller/ID|R051|3/25|2(No)
Declaration/GoodsShipment/Seller/Address|04A||
Declaration/GoodsShipment/Seller/Address/CityName|241|3/24|2
Declaration/GoodsShipment/Seller/Address/CountryCode|242|3/24|2
Declaration/GoodsShipment/Seller/Address/CountrySubDivisionCode|244||
Declaration/GoodsShipment/Seller/Address/CountrySubDivisionName|243||
Declaration/GoodsShipment/Seller/Address/Line|239|3/24|2
Declaration/GoodsShipment/Seller/Address/PostcodeID|245|3/24|2
Declaration/GoodsShipment/Seller/Contact|34A||
Declaration/GoodsShipment/Seller/Contact/Name|246||
Declaration/GoodsShipment/Seller/Communication|25A||
Declaration/GoodsShipment/Seller/Communication/ID|240||
Declaration/GoodsShipment/Seller/Communication/TypeCode|253||
Declaration/GoodsShipment/Surety|19B||
Declaration/GoodsShipment/Surety/Name|R054||
Declaration/GoodsShipment/Surety/ID|R055||
Declaration/GoodsShipment/Surety/Address|04A||
Declaration/GoodsShipment/Surety/Address/CityName|241||
Declaration/GoodsShipment/Surety/Address/CountryCode|242||
Declaration/GoodsShipment/Surety/Address/CountrySubDivisionCode|244||
Declaration/GoodsShipment/Surety/Address/CountrySubDivisionName|243||
Declaration/GoodsShipment/Surety/Address/Line|239||
Declaration/GoodsShipment/Surety/Address/PostcodeID|245||
Declaration/GoodsShipment/TradeTerms|22B|4/1|20
Declaration/GoodsShipment/TradeTerms/ConditionCode|090|4/1|20
Declaration/GoodsShipment/TradeTerms/CountryRelationshipCode|106|4/1|20
Declaration/GoodsShipment/TradeTerms/Description|089|4/1|20
Declaration/GoodsShipment/TradeTerms/LocationID|L002|4/1|20
Declaration/GoodsShipment/TradeTerms/LocationName|L001|4/1|20
Declaration/GoodsShipment/UCR|35B|2/4|7
Declaration/GoodsShipment/UCR/ID|016|2/4|7
Declaration/GoodsShipment/UCR/TraderAssignedReferenceID|009|2/4|7
Declaration/GoodsShipment/Warehouse|43B|2/7|49
Declaration/GoodsShipment/Warehouse/ID|L019|2/7|49
Declaration/GoodsShipment/Warehouse/TypeCode|L112|2/7|49
Declaration/ObligationGuarantee|90A|8/3 8/2|52(Ref) 52(Code)
Declaration/ObligationGuarantee/AmountAmount|492|8/3|52(Ref)
Declaration/ObligationGuarantee/ID|D014|8/3|52(Ref)
Declaration/ObligationGuarantee/ReferenceID|100|8/3|52(Ref)
Declaration/ObligationGuarantee/SecurityDetailsCode|101|8/2|52(Code)
Declaration/ObligationGuarantee/AccessCode|499|8/3|52(Ref)
Declaration/ObligationGuarantee/GuaranteeOffice|14C||
Declaration/ObligationGuarantee/GuaranteeOffice/ID|G014|8/3|52(Ref)
Declaration/PresentationOffice|15C||
Declaration/PresentationOffice/ID|G015|5/26|44
Declaration/SupervisingOffice|97B|5/27|44
Declaration/SupervisingOffice/ID|G012|5/27|44
Response|07B||
Response/FunctionCode|017||
Response/FunctionalReferenceID|D026||
Response/IssueDateTime|D029||
Response/AdditionalInformation|03A||
Response/AdditionalInformation/StatementCode|226||
Response/AdditionalInformation/StatementDescription|225||
Response/AdditionalInformation/LimitDateTime|264||
Response/AdditionalInformation/StatementTypeCode|369||
Response/AdditionalInformation/Pointer|97A||
Response/AdditionalInformation/Pointer/SequenceNumeric|006||
Response/AdditionalInformation/Pointer/DocumentSectionCode|375||
Response/AdditionalInformation/Pointer/TagID|381||
Response/Amendment|06A||
Response/Amendment/ChangeReasonCode|099||
Response/Amendment/Pointer|97A||
Response/Amendment/Pointer/SequenceNumeric|006||
Response/Amendment/Pointer/DocumentSectionCode|375||
Response/Amendment/Pointer/TagID|381||
Response/AppealOffice|07A||
Response/AppealOffice/ID|G001||
Response/Bank|14A||
Response/Bank/ReferenceID|R069||
Response/Bank/ID|372||
Response/ContactOffice|35A||
Response/ContactOffice/ID|G002||
Response/ContactOffice/Communication|25A||
Response/ContactOffice/Communication/ID|240||
Response/ContactOffice/Communication/TypeCode|253||
Response/Error|53A||
Response/Error/Description|488||
Response/Error/ValidationCode|377||
Response/Error/Pointer|97A||
Response/Error/Pointer/SequenceNumeric|006||
Response/Error/Pointer/DocumentSectionCode|375||
Response/Error/Pointer/TagID|381||
Response/Status|12B||
Response/Status/EffectiveDateTime|380||
Response/Status/NameCode|379||
Response/Status/ReleaseDateTime|277||
Response/Status/Pointer|97A||
Response/Status/Pointer/SequenceNumeric|006||
Response/Status/Pointer/DocumentSectionCode|375||
Response/Status/Pointer/TagID|381||
Response/Declaration|42A||
Response/Declaration/AcceptanceDateTime|023||
Response/Declaration/CancellationDateTime|373||
Response/Declaration/FunctionalReferenceID|D026||
Response/Declaration/ID|D014||
Response/Declaration/RejectionDateTime|374||
Response/Declaration/VersionID|383||
Response/Declaration/DutyTaxFee|50A||
Response/Declaration/DutyTaxFee/Payment|94A||
Response/Declaration/DutyTaxFee/Payment/ReferenceID|014||
Response/Declaration/DutyTaxFee/Payment/TaxAssessedAmount|120||
Response/Declaration/DutyTaxFee/Payment/DueDateTime|376||
Response/Declaration/DutyTaxFee/Payment/PaymentAmount|378||
Response/Declaration/DutyTaxFee/Payment/ObligationGuarantee|90A||
Response/Declaration/DutyTaxFee/Payment/ObligationGuarantee/ReferenceID|100||
Response/Declaration/GoodsShipment|67A||
Response/Declaration/GoodsShipment/GovernmentAgencyGoodsItem|68A||
Response/Declaration/GoodsShipment/GovernmentAgencyGoodsItem/SequenceNumeric|006||
Response/Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Commodity|23A||
Response/Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Commodity/DutyTaxFee|50A||
Response/Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Commodity/DutyTaxFee/AdValoremTaxBaseAmount|116||
Response/Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Commodity/DutyTaxFee/DeductAmount|111||
Response/Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Commodity/DutyTaxFee/DutyRegimeCode|164||
Response/Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Commodity/DutyTaxFee/SpecificTaxBaseQuantity|129||
Response/Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Commodity/DutyTaxFee/TaxRateNumeric|115||
Response/Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Commodity/DutyTaxFee/TypeCode|113||
Response/Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Commodity/DutyTaxFee/Payment|94A||
Response/Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Commodity/DutyTaxFee/Payment/TaxAssessedAmount|120||
Response/Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Commodity/DutyTaxFee/Payment/PaymentAmount|378||
"""
