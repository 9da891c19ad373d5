"""The rules of schemas/checks as Python, by the SHA-256 of the file; written by tools/build_checks.py."""

# mypy: ignore-errors

from edi_engine.checks.functions import FUNCTIONS
from edi_engine.conditions.generation import names_of
from edi_engine.findings import Severity

globals().update(names_of(FUNCTIONS))


def chk_201(this, document, context):
    t1 = this.amendments
    t2 = f_size(t1)
    t3 = None if t2 is None else t2 == 0
    t4 = t3
    if t3 is not False:
        t5 = this.goods_items
        t6 = f_size(t5)
        t7 = None if t6 is None else t6 > 0
        t4 = False if t7 is False else None if t3 is None or t7 is None else True
    t8 = t4
    if t4 is not False:
        t9 = this.goods_items
        t10 = True
        for v11 in t9:
            t12 = v11.commodity
            t13 = None if t12 is None else t12.invoice_line
            t14 = None if t13 is None else t13.item_charge_amount
            t15 = None if t14 is None else t14.currency
            t16 = t15
            if t15 is None:
                t16 = ''
            t17 = this.invoice_amount
            t18 = None if t17 is None else t17.currency
            t19 = t18
            if t18 is None:
                t19 = ''
            t20 = t16 == t19
            if t20 is False: t10 = False; break
        t8 = False if t10 is False else None if t4 is None or t10 is None else True
    t21 = t8
    if t8 is not False:
        t22 = this.goods_items
        t23 = []
        for v24 in t22:
            t25 = v24.commodity
            t26 = None if t25 is None else t25.invoice_line
            t27 = None if t26 is None else t26.item_charge_amount
            t28 = None if t27 is None else t27.value
            if t28 is None: t23 = None; break
            t23.append(t28)
        t29 = None if t23 is None else f_total(t23)
        t30 = this.invoice_amount
        t31 = None if t30 is None else t30.value
        t32 = None if t29 is None or t31 is None else t29 - t31
        t33 = None if t32 is None else f_abs(t32)
        t34 = f_size(t22)
        t35 = None if t34 is None else t34 * _f.Decimal('0.01')
        t36 = None if t33 is None or t35 is None else t33 <= t35
        t37 = None if t36 is None else not t36
        t21 = False if t37 is False else None if t8 is None or t37 is None else True
    return t21


def chk_202(this, document, context):
    t1 = this.currency
    t2 = None if t1 is None else f_known(context, 'currencies', t1)
    t3 = None if t2 is None else not t2
    return t3


def chk_203(this, document, context):
    t1 = this.value
    t2 = None if t1 is None else f_places(t1)
    t3 = this.currency
    t4 = None if t3 is None else f_decimals(context, t3)
    t5 = None if t2 is None or t4 is None else t2 <= t4
    t6 = None if t5 is None else not t5
    return t6


def chk_204(this, document, context):
    t1 = this.customs_value_amount
    t2 = None if t1 is None else t1.value
    t3 = None if t2 is None else t2 >= 0
    t4 = None if t3 is None else not t3
    return t4


def chk_205(this, document, context):
    t1 = this.statistical_value_amount
    t2 = None if t1 is None else t1.value
    t3 = None if t2 is None else t2 >= 0
    t4 = None if t3 is None else not t3
    return t4


def chk_206(this, document, context):
    t1 = this.specific_tax_base_quantity
    t2 = None if t1 is None else t1.value
    t3 = t2 is not None
    t4 = not t3
    t5 = t4
    if t4 is not False:
        t6 = this.deduct_amount
        t7 = None if t6 is None else t6.value
        t8 = t7 is not None
        t9 = not t8
        t5 = False if t9 is False else True
    t10 = t5
    if t5 is not False:
        t11 = this.ad_valorem_tax_base_amount
        t12 = None if t11 is None else t11.currency
        t13 = t12
        if t12 is None:
            t13 = ''
        t14 = this.payment
        t15 = None if t14 is None else t14.tax_assessed_amount
        t16 = None if t15 is None else t15.currency
        t17 = t16
        if t16 is None:
            t17 = ''
        t18 = t13 == t17
        t10 = False if t18 is False else True
    t19 = t10
    if t10 is not False:
        t20 = this.ad_valorem_tax_base_amount
        t21 = None if t20 is None else t20.value
        t22 = this.tax_rate_numeric
        t23 = None if t21 is None or t22 is None else t21 * t22
        t24 = None if t23 is None else _f.divide(t23, 100)
        t25 = this.payment
        t26 = None if t25 is None else t25.tax_assessed_amount
        t27 = None if t26 is None else t26.value
        t28 = None if t24 is None or t27 is None else t24 - t27
        t29 = None if t28 is None else f_abs(t28)
        t30 = None if t29 is None else t29 <= 1
        t31 = None if t30 is None else not t30
        t19 = False if t31 is False else None if t10 is None or t31 is None else True
    return t19


def chk_207(this, document, context):
    t1 = this.ad_valorem_tax_base_amount
    t2 = None if t1 is None else t1.value
    t3 = t2 is not None
    t4 = not t3
    t5 = t4
    if t4 is not False:
        t6 = this.deduct_amount
        t7 = None if t6 is None else t6.value
        t8 = t7 is not None
        t9 = not t8
        t5 = False if t9 is False else True
    t10 = t5
    if t5 is not False:
        t11 = this.specific_tax_base_quantity
        t12 = None if t11 is None else t11.value
        t13 = this.tax_rate_numeric
        t14 = None if t12 is None or t13 is None else t12 * t13
        t15 = this.payment
        t16 = None if t15 is None else t15.tax_assessed_amount
        t17 = None if t16 is None else t16.value
        t18 = None if t14 is None or t17 is None else t14 - t17
        t19 = None if t18 is None else f_abs(t18)
        t20 = None if t19 is None else t19 <= 1
        t21 = None if t20 is None else not t20
        t10 = False if t21 is False else None if t5 is None or t21 is None else True
    return t10


def chk_208(this, document, context):
    t1 = this.payment_amount
    t2 = None if t1 is None else t1.currency
    t3 = t2
    if t2 is None:
        t3 = ''
    t4 = this.tax_assessed_amount
    t5 = None if t4 is None else t4.currency
    t6 = t5
    if t5 is None:
        t6 = ''
    t7 = t3 == t6
    t8 = t7
    if t7 is not False:
        t9 = None if t1 is None else t1.value
        t10 = None if t4 is None else t4.value
        t11 = None if t9 is None or t10 is None else t9 <= t10
        t12 = None if t11 is None else not t11
        t8 = False if t12 is False else None if t7 is None or t12 is None else True
    return t8


def chk_209(this, document, context):
    t1 = this.type_code
    t2 = None if t1 is None else f_startsWith(t1, 'T')
    t3 = t2
    if t2 is not False:
        t4 = this.obligation_guarantees
        t5 = False
        for v6 in t4:
            t7 = v6.amount
            t8 = None if t7 is None else t7.value
            t9 = t8 is not None
            if t9 is True: t5 = True; break
        t3 = False if t5 is False else None if t2 is None or t5 is None else True
    t10 = t3
    if t3 is not False:
        t11 = this.obligation_guarantees
        t12 = []
        for v13 in t11:
            t14 = v13.amount
            t15 = None if t14 is None else t14.currency
            t16 = t15
            if t15 is None:
                t16 = ''
            t12.append(t16)
        t17 = None if t12 is None else f_same(t12)
        t10 = False if t17 is False else None if t3 is None or t17 is None else True
    t18 = t10
    if t10 is not False:
        t19 = this.obligation_guarantees
        t20 = []
        for v21 in t19:
            t22 = v21.amount
            t23 = None if t22 is None else t22.value
            t24 = t23
            if t23 is None:
                t24 = 0
            t20.append(t24)
        t25 = None if t20 is None else f_total(t20)
        t26 = this.goods_items
        t27 = []
        for v28 in t26:
            t29 = v28.commodity
            t30 = () if t29 is None else t29.duty_tax_fees
            t31 = []
            for v32 in t30:
                t33 = v32.payment
                t34 = None if t33 is None else t33.tax_assessed_amount
                t35 = None if t34 is None else t34.value
                t36 = t35
                if t35 is None:
                    t36 = 0
                t31.append(t36)
            if t31 is None: t27 = None; break
            t27.append(t31)
        t37 = None if t27 is None else f_flat(t27)
        t38 = None if t37 is None else f_total(t37)
        t39 = None if t25 is None or t38 is None else t25 >= t38
        t40 = None if t39 is None else not t39
        t18 = False if t40 is False else None if t10 is None or t40 is None else True
    return t18


def chk_210(this, document, context):
    t1 = this.amendments
    t2 = f_size(t1)
    t3 = None if t2 is None else t2 == 0
    t4 = t3
    if t3 is not False:
        t5 = this.duty_tax_fees
        t6 = f_size(t5)
        t7 = None if t6 is None else t6 > 0
        t4 = False if t7 is False else None if t3 is None or t7 is None else True
    t8 = t4
    if t4 is not False:
        t9 = this.goods_items
        t10 = False
        for v11 in t9:
            t12 = v11.commodity
            t13 = () if t12 is None else t12.duty_tax_fees
            t14 = False
            for v15 in t13:
                t16 = v15.payment
                t17 = None if t16 is None else t16.tax_assessed_amount
                t18 = None if t17 is None else t17.value
                t19 = t18 is not None
                if t19 is True: t14 = True; break
            if t14 is True: t10 = True; break
            if t14 is None: t10 = None
        t8 = False if t10 is False else None if t4 is None or t10 is None else True
    t20 = t8
    if t8 is not False:
        t21 = this.duty_tax_fees
        t22 = []
        for v23 in t21:
            t24 = v23.payment
            t25 = None if t24 is None else t24.tax_assessed_amount
            t26 = None if t25 is None else t25.value
            if t26 is None: t22 = None; break
            t22.append(t26)
        t27 = None if t22 is None else f_total(t22)
        t28 = this.goods_items
        t29 = []
        for v30 in t28:
            t31 = v30.commodity
            t32 = () if t31 is None else t31.duty_tax_fees
            t33 = []
            for v34 in t32:
                t35 = v34.payment
                t36 = None if t35 is None else t35.tax_assessed_amount
                t37 = None if t36 is None else t36.value
                t38 = t37
                if t37 is None:
                    t38 = 0
                t33.append(t38)
            if t33 is None: t29 = None; break
            t29.append(t33)
        t39 = None if t29 is None else f_flat(t29)
        t40 = None if t39 is None else f_total(t39)
        t41 = None if t27 is None or t40 is None else t27 - t40
        t42 = None if t41 is None else f_abs(t41)
        t43 = f_size(t28)
        t44 = None if t43 is None else t43 + 1
        t45 = None if t42 is None or t44 is None else t42 <= t44
        t46 = None if t45 is None else not t45
        t20 = False if t46 is False else None if t8 is None or t46 is None else True
    return t20


def chk_211(this, document, context):
    t1 = this.rate_numeric
    t2 = None if t1 is None else t1 > 0
    t3 = None if t2 is None else not t2
    return t3


def chk_212(this, document, context):
    t1 = this.currency_code
    t2 = None if t1 is None else f_known(context, 'currencies', t1)
    t3 = None if t2 is None else not t2
    return t3


def chk_213(this, document, context):
    t1 = this.currency_exchanges
    t2 = []
    for v3 in t1:
        t4 = v3.currency_code
        if t4 is None: t2 = None; break
        t2.append(t4)
    t5 = None if t2 is None else f_unique(t2)
    t6 = None if t5 is None else not t5
    return t6


def chk_214(this, document, context):
    t1 = this.lines
    t2 = f_size(t1)
    t3 = None if t2 is None else t2 > 0
    t4 = t3
    if t3 is not False:
        t5 = this.charges
        t6 = f_size(t5)
        t7 = None if t6 is None else t6 == 0
        t4 = False if t7 is False else None if t3 is None or t7 is None else True
    t8 = t4
    if t4 is not False:
        t9 = []
        for v10 in t1:
            t11 = v10.item_charge_amount
            t12 = None if t11 is None else t11.value
            if t12 is None: t9 = None; break
            t9.append(t12)
        t13 = None if t9 is None else f_total(t9)
        t14 = this.amount
        t15 = None if t14 is None else t14.value
        t16 = None if t13 is None or t15 is None else t13 - t15
        t17 = None if t16 is None else f_abs(t16)
        t18 = f_size(t1)
        t19 = None if t18 is None else t18 * _f.Decimal('0.01')
        t20 = None if t17 is None or t19 is None else t17 <= t19
        t21 = None if t20 is None else not t20
        t8 = False if t21 is False else None if t4 is None or t21 is None else True
    return t8


def chk_215(this, document, context):
    t1 = this.charges
    t2 = f_size(t1)
    t3 = None if t2 is None else t2 == 0
    t4 = t3
    if t3 is not False:
        t5 = this.unit_price
        t6 = this.quantity
        t7 = None if t6 is None else t6.value
        t8 = None if t5 is None or t7 is None else t5 * t7
        t9 = this.unit_price_basis
        t10 = t9
        if t9 is None:
            t10 = 1
        t11 = None if t8 is None else _f.divide(t8, t10)
        t12 = this.item_charge_amount
        t13 = None if t12 is None else t12.value
        t14 = None if t11 is None or t13 is None else t11 - t13
        t15 = None if t14 is None else f_abs(t14)
        t16 = None if t7 is None else t7 * _f.Decimal('0.005')
        t17 = None if t16 is None else _f.Decimal('0.01') + t16
        t18 = None if t15 is None or t17 is None else t15 <= t17
        t19 = None if t18 is None else not t18
        t4 = False if t19 is False else None if t3 is None or t19 is None else True
    return t4


def chk_216(this, document, context):
    t1 = this.amendments
    t2 = f_size(t1)
    t3 = None if t2 is None else t2 == 0
    t4 = t3
    if t3 is not False:
        t5 = this.goods_items
        t6 = f_size(t5)
        t7 = None if t6 is None else t6 > 0
        t4 = False if t7 is False else None if t3 is None or t7 is None else True
    t8 = t4
    if t4 is not False:
        t9 = this.goods_items
        t10 = []
        for v11 in t9:
            t12 = v11.customs_valuation
            t13 = None if t12 is None else t12.freight_charge_amount
            t14 = None if t13 is None else t13.value
            if t14 is None: t10 = None; break
            t10.append(t14)
        t15 = None if t10 is None else f_total(t10)
        t16 = this.freight_charge_amount
        t17 = None if t16 is None else t16.value
        t18 = None if t15 is None or t17 is None else t15 - t17
        t19 = None if t18 is None else f_abs(t18)
        t20 = f_size(t9)
        t21 = None if t20 is None else t20 * _f.Decimal('0.01')
        t22 = None if t19 is None or t21 is None else t19 <= t21
        t23 = None if t22 is None else not t22
        t8 = False if t23 is False else None if t4 is None or t23 is None else True
    return t8


def chk_217(this, document, context):
    t1 = this.invoice_amount
    t2 = None if t1 is None else t1.value
    t3 = t2 is not None
    t4 = t3
    if t3 is not False:
        t5 = None if t1 is None else t1.currency
        t6 = t5 is not None
        t7 = not t6
        t4 = False if t7 is False else True
    return t4


def chk_218(this, document, context):
    t1 = this.percentage
    t2 = None if t1 is None else t1 >= 0
    t3 = t2
    if t2 is not False:
        t4 = None if t1 is None else t1 <= 100
        t3 = False if t4 is False else None if t2 is None or t4 is None else True
    t5 = None if t3 is None else not t3
    return t5


def chk_219(this, document, context):
    t1 = this.currency_exchanges
    t2 = f_size(t1)
    t3 = None if t2 is None else t2 > 0
    t4 = t3
    if t3 is not False:
        t5 = this.goods_items
        t6 = False
        for v7 in t5:
            t8 = v7.customs_value_amount
            t9 = None if t8 is None else t8.currency
            t10 = this.invoice_amount
            t11 = None if t10 is None else t10.currency
            t12 = None if t9 is None or t11 is None else t9 != t11
            if t12 is True: t6 = True; break
            if t12 is None: t6 = None
        t4 = False if t6 is False else None if t3 is None or t6 is None else True
    t13 = t4
    if t4 is not False:
        t14 = False
        for v15 in t1:
            t16 = v15.currency_code
            t17 = this.invoice_amount
            t18 = None if t17 is None else t17.currency
            t19 = None if t16 is None or t18 is None else t16 == t18
            if t19 is True: t14 = True; break
            if t19 is None: t14 = None
        t20 = None if t14 is None else not t14
        t13 = False if t20 is False else None if t4 is None or t20 is None else True
    return t13


def chk_220(this, document, context):
    t1 = this.goods_items
    t2 = []
    for v3 in t1:
        t4 = v3.customs_value_amount
        t5 = None if t4 is None else t4.currency
        t6 = t5 is not None
        if t6: t2.append(v3)
    t7 = []
    if t2 is None: t7 = None
    for v8 in t2 or ():
        t9 = v8.customs_value_amount
        t10 = None if t9 is None else t9.currency
        if t10 is None: t7 = None; break
        t7.append(t10)
    t11 = None if t7 is None else f_same(t7)
    t12 = None if t11 is None else not t11
    return t12


def chk_401(this, document, context):
    t1 = this.country_code
    t2 = None if t1 is None else f_known(context, 'countries-customs', t1)
    t3 = None if t2 is None else not t2
    return t3


def chk_402(this, document, context):
    t1 = this.country_code
    t2 = None if t1 is None else f_known(context, 'countries-customs', t1)
    t3 = None if t2 is None else not t2
    return t3


def chk_403(this, document, context):
    t1 = this.country_code
    t2 = None if t1 is None else f_known(context, 'countries-customs', t1)
    t3 = None if t2 is None else not t2
    return t3


def chk_404(this, document, context):
    t1 = this.export_country_code
    t2 = None if t1 is None else f_known(context, 'countries-customs', t1)
    t3 = None if t2 is None else not t2
    return t3


def chk_405(this, document, context):
    t1 = this.routing_country_code
    t2 = None if t1 is None else f_known(context, 'countries-customs', t1)
    t3 = None if t2 is None else not t2
    return t3


def chk_406(this, document, context):
    t1 = this.registration_nationality_code
    t2 = None if t1 is None else f_known(context, 'countries-customs', t1)
    t3 = None if t2 is None else not t2
    return t3


def chk_407(this, document, context):
    t1 = this.unit
    t2 = None if t1 is None else f_start(t1, 3)
    t3 = None if t2 is None else f_known(context, 'units', t2)
    t4 = None if t3 is None else not t3
    return t4


def chk_408(this, document, context):
    t1 = this.type_code
    t2 = None if t1 is None else f_known(context, 'packages', t1)
    t3 = None if t2 is None else not t2
    return t3


def chk_409(this, document, context):
    t1 = this.mode_code
    t2 = None if t1 is None else f_start(t1, 1)
    t3 = None if t2 is None else f_known(context, 'transport-modes', t2)
    t4 = None if t3 is None else not t3
    return t4


def chk_410(this, document, context):
    t1 = this.condition_code
    t2 = None if t1 is None else t1 != 'XXX'
    t3 = t2
    if t2 is not False:
        t4 = None if t1 is None else f_known(context, 'incoterms', t1)
        t5 = None if t4 is None else not t4
        t3 = False if t5 is False else None if t2 is None or t5 is None else True
    return t3


def chk_411(this, document, context):
    t1 = this.type
    t2 = None if t1 is None else t1 in ('TSP', 'HS', )
    t3 = t2
    if t2 is not False:
        t4 = this.id
        t5 = None if t4 is None else f_size(t4)
        t6 = None if t5 is None else t5 == 4
        t7 = t6
        if t6 is not False:
            t8 = None if t4 is None else f_start(t4, 2)
            t9 = None if t8 is None else f_known(context, 'hs-chapters', t8)
            t7 = False if t9 is False else None if t6 is None or t9 is None else True
        t10 = t7
        if t7 is not True:
            t11 = None if t4 is None else f_start(t4, 6)
            t12 = None if t11 is None else f_known(context, 'hs', t11)
            t10 = True if t12 is True else None if t7 is None or t12 is None else False
        t13 = None if t10 is None else not t10
        t3 = False if t13 is False else None if t2 is None or t13 is None else True
    return t3


def chk_412(this, document, context):
    t1 = this.loading_location
    t2 = None if t1 is None else t1.id
    t3 = None if t2 is None else f_matches(t2, '^[A-Z]{2}[A-Z0-9]{3}$')
    t4 = t3
    if t3 is not False:
        t5 = None if t2 is None else f_known(context, 'locodes', t2)
        t6 = None if t5 is None else not t5
        t4 = False if t6 is False else None if t3 is None or t6 is None else True
    return t4


def chk_413(this, document, context):
    t1 = this.unloading_location
    t2 = None if t1 is None else t1.id
    t3 = None if t2 is None else f_matches(t2, '^[A-Z]{2}[A-Z0-9]{3}$')
    t4 = t3
    if t3 is not False:
        t5 = None if t2 is None else f_known(context, 'locodes', t2)
        t6 = None if t5 is None else not t5
        t4 = False if t6 is False else None if t3 is None or t6 is None else True
    return t4


def chk_414(this, document, context):
    t1 = this.nationality_code
    t2 = None if t1 is None else f_known(context, 'countries-customs', t1)
    t3 = None if t2 is None else not t2
    return t3


def chk_415(this, document, context):
    t1 = this.undg_id
    t2 = None if t1 is None else f_matches(t1, '^[0-9]{4}$')
    t3 = None if t2 is None else not t2
    return t3


def chk_416(this, document, context):
    t1 = this.hazard_class_id
    t2 = None if t1 is None else f_matches(t1, '^[1-9](\\.[1-9][A-Z]?)?$')
    t3 = None if t2 is None else not t2
    return t3


def chk_417(this, document, context):
    t1 = this.characteristic_code
    t2 = None if t1 is None else f_size(t1)
    t3 = None if t2 is None else t2 == 4
    t4 = t3
    if t3 is not False:
        t5 = None if t1 is None else f_matches(t1, '^[1-9A-P][0-9C-FL-NP][A-Z0-9][0-9A-Z]$')
        t6 = None if t5 is None else not t5
        t4 = False if t6 is False else None if t3 is None or t6 is None else True
    return t4


def chk_418(this, document, context):
    t1 = this.identification_issuing_country_code
    t2 = None if t1 is None else f_known(context, 'countries-customs', t1)
    t3 = None if t2 is None else not t2
    return t3


def chk_301(this, document, context):
    t1 = f_valid_day(this)
    t2 = None if t1 is None else not t1
    return t2


def chk_302(this, document, context):
    t1 = this.issue_date_time
    t2 = None if t1 is None else f_day(t1)
    t3 = this.acceptance_date_time
    t4 = None if t3 is None else f_day(t3)
    t5 = None if t2 is None or t4 is None else t2 <= t4
    t6 = None if t5 is None else not t5
    return t6


def chk_303(this, document, context):
    t1 = this.acceptance_date_time
    t2 = None if t1 is None else f_day(t1)
    t3 = this.release_date_time
    t4 = None if t3 is None else f_day(t3)
    t5 = None if t2 is None or t4 is None else t2 <= t4
    t6 = None if t5 is None else not t5
    return t6


def chk_304(this, document, context):
    t1 = this.issue_date_time
    t2 = None if t1 is None else f_day(t1)
    t3 = this.expiration_date_time
    t4 = None if t3 is None else f_day(t3)
    t5 = None if t2 is None or t4 is None else t2 <= t4
    t6 = None if t5 is None else not t5
    return t6


def chk_305(this, document, context):
    t1 = this.effective_date_time
    t2 = None if t1 is None else f_day(t1)
    t3 = this.expiration_date_time
    t4 = None if t3 is None else f_day(t3)
    t5 = None if t2 is None or t4 is None else t2 <= t4
    t6 = None if t5 is None else not t5
    return t6


def chk_306(this, document, context):
    t1 = document.acceptance_date_time
    t2 = t1
    if t1 is None:
        t3 = document.issue_date_time
        t2 = t3
    t4 = None if t2 is None else f_day(t2)
    t5 = this.expiration_date_time
    t6 = None if t5 is None else f_day(t5)
    t7 = None if t4 is None or t6 is None else t4 <= t6
    t8 = None if t7 is None else not t7
    return t8


def chk_307(this, document, context):
    t1 = this.issue_date_time
    t2 = None if t1 is None else f_day(t1)
    t3 = document.acceptance_date_time
    t4 = t3
    if t3 is None:
        t5 = document.issue_date_time
        t4 = t5
    t6 = None if t4 is None else f_day(t4)
    t7 = None if t2 is None or t6 is None else t2 <= t6
    t8 = None if t7 is None else not t7
    return t8


def chk_308(this, document, context):
    t1 = this.arrival_date_time
    t2 = None if t1 is None else f_day(t1)
    t3 = this.departure_date_time
    t4 = None if t3 is None else f_day(t3)
    t5 = None if t2 is None or t4 is None else t2 <= t4
    t6 = None if t5 is None else not t5
    return t6


def chk_309(this, document, context):
    t1 = this.departure_transport_means
    t2 = None if t1 is None else t1.departure_date_time
    t3 = None if t2 is None else f_day(t2)
    t4 = this.arrival_transport_means
    t5 = None if t4 is None else t4.actual_arrival_date_time
    t6 = t5
    if t5 is None:
        t7 = None if t4 is None else t4.estimated_arrival_date_time
        t6 = t7
    t8 = None if t6 is None else f_day(t6)
    t9 = None if t3 is None or t8 is None else t3 <= t8
    t10 = None if t9 is None else not t9
    return t10


def chk_310(this, document, context):
    t1 = this.loading_date_time
    t2 = None if t1 is None else f_day(t1)
    t3 = this.departure_date_time
    t4 = None if t3 is None else f_day(t3)
    t5 = None if t2 is None or t4 is None else t2 <= t4
    t6 = None if t5 is None else not t5
    return t6


def chk_311(this, document, context):
    t1 = this.production_date_times
    t2 = f_size(t1)
    t3 = None if t2 is None else t2 > 0
    t4 = t3
    if t3 is not False:
        t5 = True
        for v6 in t1:
            t7 = f_day(v6)
            t8 = this.product_expiry_date_time
            t9 = None if t8 is None else f_day(t8)
            t10 = None if t7 is None or t9 is None else t7 <= t9
            if t10 is False: t5 = False; break
            if t10 is None: t5 = None
        t11 = None if t5 is None else not t5
        t4 = False if t11 is False else None if t3 is None or t11 is None else True
    return t4


def chk_312(this, document, context):
    t1 = this.manufacture_date_time
    t2 = None if t1 is None else f_day(t1)
    t3 = this.best_before_date_time
    t4 = None if t3 is None else f_day(t3)
    t5 = None if t2 is None or t4 is None else t2 <= t4
    t6 = None if t5 is None else not t5
    return t6


def chk_313(this, document, context):
    t1 = this.effective_date_time
    t2 = None if t1 is None else f_day(t1)
    t3 = this.expiration_date_time
    t4 = None if t3 is None else f_day(t3)
    t5 = None if t2 is None or t4 is None else t2 <= t4
    t6 = None if t5 is None else not t5
    return t6


def chk_314(this, document, context):
    t1 = this.rejection_date_time
    t2 = None if t1 is None else t1.value
    t3 = t2 is not None
    t4 = t3
    if t3 is not False:
        t5 = this.release_date_time
        t6 = None if t5 is None else t5.value
        t7 = t6 is not None
        t8 = not t7
        t9 = not t8
        t4 = False if t9 is False else True
    return t4


def chk_315(this, document, context):
    t1 = this.type_code
    t2 = None if t1 is None else f_startsWith(t1, 'EX')
    t3 = t2
    if t2 is not False:
        t4 = this.acceptance_date_time
        t5 = None if t4 is None else f_day(t4)
        t6 = this.exit_date_time
        t7 = None if t6 is None else f_day(t6)
        t8 = None if t5 is None or t7 is None else t5 <= t7
        t9 = None if t8 is None else not t8
        t3 = False if t9 is False else None if t2 is None or t9 is None else True
    return t3


def chk_316(this, document, context):
    t1 = this.due_date_time
    t2 = None if t1 is None else f_day(t1)
    t3 = document.acceptance_date_time
    t4 = t3
    if t3 is None:
        t5 = document.issue_date_time
        t4 = t5
    t6 = None if t4 is None else f_day(t4)
    t7 = None if t2 is None or t6 is None else t2 >= t6
    t8 = None if t7 is None else not t7
    return t8


def chk_317(this, document, context):
    t1 = this.birth_date_time
    t2 = None if t1 is None else f_day(t1)
    t3 = document.issue_date_time
    t4 = None if t3 is None else f_day(t3)
    t5 = None if t2 is None or t4 is None else t2 < t4
    t6 = None if t5 is None else not t5
    return t6


def chk_318(this, document, context):
    t1 = this.effective_date_time
    t2 = None if t1 is None else f_day(t1)
    t3 = document.acceptance_date_time
    t4 = t3
    if t3 is None:
        t5 = document.issue_date_time
        t4 = t5
    t6 = None if t4 is None else f_day(t4)
    t7 = None if t2 is None or t6 is None else t2 <= t6
    t8 = None if t7 is None else not t7
    return t8


def chk_319(this, document, context):
    t1 = this.classifier_code
    t2 = t1
    if t1 is None:
        t2 = ''
    t3 = t2 in ('planned', 'estimated', )
    t4 = not t3
    t5 = t4
    if t4 is not False:
        t6 = this.date_time
        t7 = None if t6 is None else f_day(t6)
        t8 = this.recorded_date_time
        t9 = None if t8 is None else f_day(t8)
        t10 = None if t7 is None or t9 is None else t7 <= t9
        t11 = None if t10 is None else not t10
        t5 = False if t11 is False else None if t4 is None or t11 is None else True
    return t5


def chk_320(this, document, context):
    t1 = this.date_time
    t2 = None if t1 is None else f_day(t1)
    t3 = this.end_date_time
    t4 = None if t3 is None else f_day(t3)
    t5 = None if t2 is None or t4 is None else t2 <= t4
    t6 = None if t5 is None else not t5
    return t6


def chk_321(this, document, context):
    t1 = this.effective_date_time
    t2 = None if t1 is None else f_day(t1)
    t3 = document.issue_date_time
    t4 = None if t3 is None else f_day(t3)
    t5 = None if t2 is None or t4 is None else t2 <= t4
    t6 = None if t5 is None else not t5
    return t6


def chk_601(this, document, context):
    t1 = this.amendments
    t2 = f_size(t1)
    t3 = None if t2 is None else t2 == 0
    t4 = t3
    if t3 is not False:
        t5 = this.goods_items
        t6 = []
        for v7 in t5:
            t8 = v7.sequence_numeric
            if t8 is None: t6 = None; break
            t6.append(t8)
        t9 = None if t6 is None else f_dense(t6)
        t10 = None if t9 is None else not t9
        t4 = False if t10 is False else None if t3 is None or t10 is None else True
    return t4


def chk_602(this, document, context):
    t1 = this.transport_equipments
    t2 = []
    for v3 in t1:
        t4 = v3.id
        t5 = t4 is not None
        if t5: t2.append(v3)
    t6 = []
    if t2 is None: t6 = None
    for v7 in t2 or ():
        t8 = v7.id
        if t8 is None: t6 = None; break
        t6.append(t8)
    t9 = None if t6 is None else f_unique(t6)
    t10 = None if t9 is None else not t9
    return t10


def chk_603(this, document, context):
    t1 = this.transport_equipments
    t2 = []
    for v3 in t1:
        t4 = v3.seals
        t5 = []
        for v6 in t4:
            t7 = v6.id
            t8 = t7 is not None
            if t8: t5.append(v6)
        t9 = []
        if t5 is None: t9 = None
        for v10 in t5 or ():
            t11 = v10.id
            if t11 is None: t9 = None; break
            t9.append(t11)
        if t9 is None: t2 = None; break
        t2.append(t9)
    t12 = None if t2 is None else f_flat(t2)
    t13 = None if t12 is None else f_unique(t12)
    t14 = None if t13 is None else not t13
    return t14


def chk_604(this, document, context):
    t1 = this.additional_documents
    t2 = []
    for v3 in t1:
        t4 = v3.id
        t5 = t4 is not None
        t6 = t5
        if t5 is not False:
            t7 = v3.line_numeric
            t8 = t7 is not None
            t9 = not t8
            t6 = False if t9 is False else True
        if t6: t2.append(v3)
    t10 = []
    if t2 is None: t10 = None
    for v11 in t2 or ():
        t12 = v11.category_code
        t13 = t12
        if t12 is None:
            t13 = ''
        t14 = v11.type_code
        t15 = t14
        if t14 is None:
            t15 = ''
        t16 = t13 + t15
        t17 = None if t16 is None else t16 + ' '
        t18 = v11.id
        t19 = None if t17 is None or t18 is None else t17 + t18
        if t19 is None: t10 = None; break
        t10.append(t19)
    t20 = None if t10 is None else f_unique(t10)
    t21 = None if t20 is None else not t20
    return t21


def chk_605(this, document, context):
    t1 = this.previous_documents
    t2 = []
    for v3 in t1:
        t4 = v3.id
        t5 = t4 is not None
        t6 = t5
        if t5 is not False:
            t7 = v3.line_numeric
            t8 = t7 is not None
            t9 = not t8
            t6 = False if t9 is False else True
        if t6: t2.append(v3)
    t10 = []
    if t2 is None: t10 = None
    for v11 in t2 or ():
        t12 = v11.category_code
        t13 = t12
        if t12 is None:
            t13 = ''
        t14 = v11.type_code
        t15 = t14
        if t14 is None:
            t15 = ''
        t16 = t13 + t15
        t17 = None if t16 is None else t16 + ' '
        t18 = v11.id
        t19 = None if t17 is None or t18 is None else t17 + t18
        if t19 is None: t10 = None; break
        t10.append(t19)
    t20 = None if t10 is None else f_unique(t10)
    t21 = None if t20 is None else not t20
    return t21


def chk_606(this, document, context):
    t1 = this.parties
    t2 = []
    for v3 in t1:
        t4 = v3.role
        t5 = None if t4 is None else t4 in ('importer', 'exporter', 'declarant', )
        t6 = t5
        if t5 is not False:
            t7 = v3.level
            t8 = t7 is not None
            t9 = not t8
            t6 = False if t9 is False else None if t5 is None or t9 is None else True
        if t6 is None: t2 = None; break
        if t6: t2.append(v3)
    t10 = []
    if t2 is None: t10 = None
    for v11 in t2 or ():
        t12 = v11.role
        if t12 is None: t10 = None; break
        t10.append(t12)
    t13 = None if t10 is None else f_unique(t10)
    t14 = None if t13 is None else not t13
    return t14


def chk_607(this, document, context):
    t1 = this.invoices
    t2 = []
    for v3 in t1:
        t4 = v3.id
        t5 = t4 is not None
        if t5: t2.append(v3)
    t6 = []
    if t2 is None: t6 = None
    for v7 in t2 or ():
        t8 = v7.id
        if t8 is None: t6 = None; break
        t6.append(t8)
    t9 = None if t6 is None else f_unique(t6)
    t10 = None if t9 is None else not t9
    return t10


def chk_608(this, document, context):
    t1 = this.amendments
    t2 = f_size(t1)
    t3 = None if t2 is None else t2 == 0
    t4 = t3
    if t3 is not False:
        t5 = this.consignment
        t6 = () if t5 is None else t5.transport_equipments
        t7 = f_size(t6)
        t8 = None if t7 is None else t7 > 0
        t4 = False if t8 is False else None if t3 is None or t8 is None else True
    t9 = t4
    if t4 is not False:
        t10 = this.goods_items
        t11 = []
        for v12 in t10:
            t13 = v12.commodity
            t14 = () if t13 is None else t13.transport_equipments
            t15 = []
            for v16 in t14:
                t17 = v16.id
                if t17 is None: t15 = None; break
                t15.append(t17)
            if t15 is None: t11 = None; break
            t11.append(t15)
        t18 = None if t11 is None else f_flat(t11)
        t19 = this.consignment
        t20 = () if t19 is None else t19.transport_equipments
        t21 = []
        for v22 in t20:
            t23 = v22.id
            if t23 is None: t21 = None; break
            t21.append(t23)
        t24 = None if t18 is None or t21 is None else f_within(t18, t21)
        t25 = None if t24 is None else not t24
        t9 = False if t25 is False else None if t4 is None or t25 is None else True
    return t9


def chk_609(this, document, context):
    t1 = this.amendments
    t2 = f_size(t1)
    t3 = None if t2 is None else t2 == 0
    t4 = t3
    if t3 is not False:
        t5 = this.goods_items
        t6 = f_size(t5)
        t7 = None if t6 is None else t6 > 0
        t4 = False if t7 is False else None if t3 is None or t7 is None else True
    t8 = t4
    if t4 is not False:
        t9 = this.invoices
        t10 = []
        for v11 in t9:
            t12 = v11.lines
            t13 = []
            for v14 in t12:
                t15 = v14.goods_item_number
                t16 = t15 is not None
                if t16: t13.append(v14)
            t17 = []
            if t13 is None: t17 = None
            for v18 in t13 or ():
                t19 = v18.goods_item_number
                if t19 is None: t17 = None; break
                t17.append(t19)
            if t17 is None: t10 = None; break
            t10.append(t17)
        t20 = None if t10 is None else f_flat(t10)
        t21 = this.goods_items
        t22 = []
        for v23 in t21:
            t24 = v23.sequence_numeric
            if t24 is None: t22 = None; break
            t22.append(t24)
        t25 = None if t20 is None or t22 is None else f_within(t20, t22)
        t26 = None if t25 is None else not t25
        t8 = False if t26 is False else None if t4 is None or t26 is None else True
    return t8


def chk_610(this, document, context):
    t1 = this.amendments
    t2 = f_size(t1)
    t3 = None if t2 is None else t2 == 0
    t4 = t3
    if t3 is not False:
        t5 = this.invoices
        t6 = False
        for v7 in t5:
            t8 = v7.id
            t9 = t8 is not None
            if t9 is True: t6 = True; break
        t4 = False if t6 is False else None if t3 is None or t6 is None else True
    t10 = t4
    if t4 is not False:
        t11 = this.goods_items
        t12 = []
        for v13 in t11:
            t14 = v13.commodity
            t15 = None if t14 is None else t14.invoice_line
            t16 = None if t15 is None else t15.invoice_id
            t17 = t16 is not None
            if t17: t12.append(v13)
        t18 = []
        if t12 is None: t18 = None
        for v19 in t12 or ():
            t20 = v19.commodity
            t21 = None if t20 is None else t20.invoice_line
            t22 = None if t21 is None else t21.invoice_id
            if t22 is None: t18 = None; break
            t18.append(t22)
        t23 = this.invoices
        t24 = []
        for v25 in t23:
            t26 = v25.id
            if t26 is None: t24 = None; break
            t24.append(t26)
        t27 = None if t18 is None or t24 is None else f_within(t18, t24)
        t28 = None if t27 is None else not t27
        t10 = False if t28 is False else None if t4 is None or t28 is None else True
    return t10


def chk_611(this, document, context):
    t1 = this.house_consignments
    t2 = []
    for v3 in t1:
        t4 = v3.sequence_numeric
        t5 = t4 is not None
        if t5: t2.append(v3)
    t6 = []
    if t2 is None: t6 = None
    for v7 in t2 or ():
        t8 = v7.sequence_numeric
        if t8 is None: t6 = None; break
        t6.append(t8)
    t9 = None if t6 is None else f_unique(t6)
    t10 = None if t9 is None else not t9
    return t10


def chk_612(this, document, context):
    t1 = this.classifications
    t2 = []
    for v3 in t1:
        t4 = v3.type
        t5 = None if t4 is None else t4 in ('TSP', 'TRC', 'HS', )
        if t5 is None: t2 = None; break
        if t5: t2.append(v3)
    t6 = []
    if t2 is None: t6 = None
    for v7 in t2 or ():
        t8 = v7.type
        if t8 is None: t6 = None; break
        t6.append(t8)
    t9 = None if t6 is None else f_unique(t6)
    t10 = None if t9 is None else not t9
    return t10


def chk_613(this, document, context):
    t1 = this.duty_tax_fees
    t2 = []
    for v3 in t1:
        t4 = v3.type_code
        t5 = t4 is not None
        t6 = t5
        if t5 is not False:
            t7 = v3.payment
            t8 = None if t7 is None else t7.tax_assessed_amount
            t9 = None if t8 is None else t8.value
            t10 = t9 is not None
            t6 = False if t10 is False else True
        t11 = t6
        if t6 is not False:
            t12 = v3.tax_rate_numeric
            t13 = t12 is not None
            t14 = not t13
            t11 = False if t14 is False else True
        if t11: t2.append(v3)
    t15 = []
    if t2 is None: t15 = None
    for v16 in t2 or ():
        t17 = v16.type_code
        if t17 is None: t15 = None; break
        t15.append(t17)
    t18 = None if t15 is None else f_unique(t15)
    t19 = None if t18 is None else not t18
    return t19


def chk_501(this, document, context):
    t1 = this.id
    t2 = None if t1 is None else f_matches(t1, '^[A-Z]{4}[0-9]{7}$')
    t3 = t2
    if t2 is not False:
        t4 = None if t1 is None else f_container_number(t1)
        t5 = None if t4 is None else not t4
        t3 = False if t5 is False else None if t2 is None or t5 is None else True
    return t3


def chk_502(this, document, context):
    t1 = this.identification_type_code
    t2 = None if t1 is None else t1 == '10'
    t3 = t2
    if t2 is not True:
        t4 = this.id
        t5 = None if t4 is None else f_matches(t4, '^IMO ?[0-9]')
        t3 = True if t5 is True else None if t2 is None or t5 is None else False
    t6 = t3
    if t3 is not False:
        t7 = this.id
        t8 = None if t7 is None else f_ship_number(t7)
        t9 = None if t8 is None else not t8
        t6 = False if t9 is False else None if t3 is None or t9 is None else True
    return t6


def chk_503(this, document, context):
    t1 = this.identification_type_code
    t2 = None if t1 is None else t1 == '40'
    t3 = t2
    if t2 is not False:
        t4 = this.id
        t5 = None if t4 is None else f_flight_number(t4)
        t6 = None if t5 is None else not t5
        t3 = False if t6 is False else None if t2 is None or t6 is None else True
    return t3


def chk_504(this, document, context):
    t1 = this.identification_type_code
    t2 = None if t1 is None else f_matches(t1, '^[1-8][01]$')
    t3 = t2
    if t2 is not False:
        t4 = this.mode_code
        t5 = None if t4 is None else t4 in ('1', '2', '3', '4', '8', )
        t3 = False if t5 is False else None if t2 is None or t5 is None else True
    t6 = t3
    if t3 is not False:
        t7 = None if t1 is None else f_start(t1, 1)
        t8 = this.mode_code
        t9 = None if t7 is None or t8 is None else t7 == t8
        t10 = None if t9 is None else not t9
        t6 = False if t10 is False else None if t3 is None or t10 is None else True
    return t6


def chk_505(this, document, context):
    t1 = this.mode_code
    t2 = None if t1 is None else t1 == '1'
    t3 = t2
    if t2 is not False:
        t4 = this.id
        t5 = None if t4 is None else f_matches(t4, '^[0-9]{9}$')
        t3 = False if t5 is False else None if t2 is None or t5 is None else True
    t6 = t3
    if t3 is not False:
        t7 = this.id
        t8 = None if t7 is None else f_station_number(t7)
        t9 = None if t8 is None else not t8
        t6 = False if t9 is False else None if t3 is None or t9 is None else True
    return t6


def chk_506(this, document, context):
    t1 = this.identification_type_code
    t2 = None if t1 is None else t1 == '80'
    t3 = t2
    if t2 is not False:
        t4 = this.id
        t5 = None if t4 is None else f_matches(t4, '^[0-9]{8}$')
        t6 = None if t5 is None else not t5
        t3 = False if t6 is False else None if t2 is None or t6 is None else True
    return t3


def chk_507(this, document, context):
    t1 = this.role
    t2 = None if t1 is None else t1 in ('importer', 'exporter', 'declarant', 'agent', )
    t3 = t2
    if t2 is not False:
        t4 = this.id
        t5 = None if t4 is None else f_matches(t4, '^[A-Za-z]{2}[0-9]{6}')
        t3 = False if t5 is False else None if t2 is None or t5 is None else True
    t6 = t3
    if t3 is not False:
        t7 = this.id
        t8 = None if t7 is None else f_operator_number(t7)
        t9 = t8
        if t8 is not False:
            t10 = None if t7 is None else f_start(t7, 2)
            t11 = None if t10 is None else f_known(context, 'countries-customs', t10)
            t9 = False if t11 is False else None if t8 is None or t11 is None else True
        t12 = None if t9 is None else not t9
        t6 = False if t12 is False else None if t3 is None or t12 is None else True
    return t6


def chk_508(this, document, context):
    t1 = this.id
    t2 = None if t1 is None else f_matches(t1, '^[0-9][A-Za-z]{2}')
    t3 = t2
    if t2 is not False:
        t4 = None if t1 is None else f_unique_consignment_reference(t1)
        t5 = t4
        if t4 is not False:
            t6 = None if t1 is None else f_rest(t1, 1)
            t7 = None if t6 is None else f_start(t6, 2)
            t8 = None if t7 is None else f_known(context, 'countries-customs', t7)
            t5 = False if t8 is False else None if t4 is None or t8 is None else True
        t9 = None if t5 is None else not t5
        t3 = False if t9 is False else None if t2 is None or t9 is None else True
    return t3


def chk_509(this, document, context):
    t1 = this.id
    t2 = None if t1 is None else f_matches(t1, '^[0-9]{2}[A-Z]{2}[A-Z0-9]{13}[0-9]$')
    t3 = t2
    if t2 is not False:
        t4 = None if t1 is None else f_movement_reference(t1)
        t5 = None if t4 is None else not t4
        t3 = False if t5 is False else None if t2 is None or t5 is None else True
    return t3


def chk_510(this, document, context):
    t1 = this.type_code
    t2 = None if t1 is None else t1 in ('740', '741', 'N740', 'N741', )
    t3 = t2
    if t2 is not False:
        t4 = this.id
        t5 = None if t4 is None else f_air_waybill(t4)
        t6 = None if t5 is None else not t5
        t3 = False if t6 is False else None if t2 is None or t6 is None else True
    return t3


def chk_511(this, document, context):
    t1 = this.scheme
    t2 = None if t1 is None else t1 in ('gtin', 'gln', 'sscc', )
    t3 = t2
    if t2 is not False:
        t4 = this.value
        t5 = None if t4 is None else f_article_number(t4)
        t6 = None if t5 is None else not t5
        t3 = False if t6 is False else None if t2 is None or t6 is None else True
    return t3


def chk_512(this, document, context):
    t1 = this.scheme
    t2 = None if t1 is None else t1 == 'lei'
    t3 = t2
    if t2 is not False:
        t4 = this.value
        t5 = None if t4 is None else f_legal_entity(t4)
        t6 = None if t5 is None else not t5
        t3 = False if t6 is False else None if t2 is None or t6 is None else True
    return t3


def chk_513(this, document, context):
    t1 = this.reference_id
    t2 = None if t1 is None else f_matches(t1, '^[A-Z]{2}[0-9]{2}[A-Z0-9]{11}')
    t3 = t2
    if t2 is not False:
        t4 = None if t1 is None else f_bank_account(t1)
        t5 = None if t4 is None else not t4
        t3 = False if t5 is False else None if t2 is None or t5 is None else True
    return t3


def chk_514(this, document, context):
    t1 = this.vin
    t2 = None if t1 is None else f_vehicle_number(t1)
    t3 = None if t2 is None else not t2
    return t3


def chk_515(this, document, context):
    t1 = this.product_scheme
    t2 = None if t1 is None else t1 in ('EN', 'SRV', 'UP', )
    t3 = t2
    if t2 is not False:
        t4 = this.product_id
        t5 = None if t4 is None else f_article_number(t4)
        t6 = None if t5 is None else not t5
        t3 = False if t6 is False else None if t2 is None or t6 is None else True
    return t3


def chk_101(this, document, context):
    t1 = this.net_mass
    t2 = None if t1 is None else f_kilograms(t1)
    t3 = this.gross_mass
    t4 = None if t3 is None else f_kilograms(t3)
    t5 = None if t2 is None or t4 is None else t2 <= t4
    t6 = None if t5 is None else not t5
    return t6


def chk_102(this, document, context):
    t1 = this.amendments
    t2 = f_size(t1)
    t3 = None if t2 is None else t2 == 0
    t4 = t3
    if t3 is not False:
        t5 = this.goods_items
        t6 = f_size(t5)
        t7 = None if t6 is None else t6 > 0
        t4 = False if t7 is False else None if t3 is None or t7 is None else True
    t8 = t4
    if t4 is not False:
        t9 = this.goods_items
        t10 = []
        for v11 in t9:
            t12 = v11.commodity
            t13 = None if t12 is None else t12.goods_measure
            t14 = None if t13 is None else t13.gross_mass
            t15 = None if t14 is None else f_kilograms(t14)
            if t15 is None: t10 = None; break
            t10.append(t15)
        t16 = None if t10 is None else f_total(t10)
        t17 = this.total_gross_mass
        t18 = None if t17 is None else f_kilograms(t17)
        t19 = None if t16 is None or t18 is None else t16 - t18
        t20 = None if t19 is None else f_abs(t19)
        t21 = None if t20 is None else t20 <= 1
        t22 = None if t21 is None else not t21
        t8 = False if t22 is False else None if t4 is None or t22 is None else True
    return t8


def chk_103(this, document, context):
    t1 = this.amendments
    t2 = f_size(t1)
    t3 = None if t2 is None else t2 == 0
    t4 = t3
    if t3 is not False:
        t5 = this.goods_items
        t6 = f_size(t5)
        t7 = None if t6 is None else t6 > 0
        t4 = False if t7 is False else None if t3 is None or t7 is None else True
    t8 = t4
    if t4 is not False:
        t9 = this.goods_items
        t10 = []
        for v11 in t9:
            t12 = v11.commodity
            t13 = None if t12 is None else t12.goods_measure
            t14 = None if t13 is None else t13.net_mass
            t15 = None if t14 is None else f_kilograms(t14)
            if t15 is None: t10 = None; break
            t10.append(t15)
        t16 = None if t10 is None else f_total(t10)
        t17 = this.total_gross_mass
        t18 = None if t17 is None else f_kilograms(t17)
        t19 = None if t18 is None else t18 + 1
        t20 = None if t16 is None or t19 is None else t16 <= t19
        t21 = None if t20 is None else not t20
        t8 = False if t21 is False else None if t4 is None or t21 is None else True
    return t8


def chk_104(this, document, context):
    t1 = this.amendments
    t2 = f_size(t1)
    t3 = None if t2 is None else t2 == 0
    t4 = t3
    if t3 is not False:
        t5 = this.goods_items
        t6 = f_size(t5)
        t7 = None if t6 is None else t6 > 0
        t4 = False if t7 is False else None if t3 is None or t7 is None else True
    t8 = t4
    if t4 is not False:
        t9 = this.other_packagings
        t10 = f_size(t9)
        t11 = None if t10 is None else t10 == 0
        t8 = False if t11 is False else None if t4 is None or t11 is None else True
    t12 = t8
    if t8 is not False:
        t13 = this.goods_items
        t14 = False
        for v15 in t13:
            t16 = v15.packagings
            t17 = False
            for v18 in t16:
                t19 = v18.type_code
                t20 = t19
                if t19 is None:
                    t20 = ''
                t21 = t20 in ('VG', 'VL', 'VO', 'VQ', 'VR', 'VS', 'VY', 'NE', 'NF', 'NG', )
                if t21 is True: t17 = True; break
            if t17 is True: t14 = True; break
            if t17 is None: t14 = None
        t22 = None if t14 is None else not t14
        t12 = False if t22 is False else None if t8 is None or t22 is None else True
    t23 = t12
    if t12 is not False:
        t24 = this.goods_items
        t25 = []
        for v26 in t24:
            t27 = v26.packagings
            t28 = []
            for v29 in t27:
                t30 = v29.quantity
                if t30 is None: t28 = None; break
                t28.append(t30)
            if t28 is None: t25 = None; break
            t25.append(t28)
        t31 = None if t25 is None else f_flat(t25)
        t32 = None if t31 is None else f_total(t31)
        t33 = this.total_package_quantity
        t34 = None if t32 is None or t33 is None else t32 == t33
        t35 = None if t34 is None else not t34
        t23 = False if t35 is False else None if t12 is None or t35 is None else True
    return t23


def chk_105(this, document, context):
    t1 = this.amendments
    t2 = f_size(t1)
    t3 = None if t2 is None else t2 == 0
    t4 = t3
    if t3 is not False:
        t5 = this.goods_items
        t6 = f_size(t5)
        t7 = None if t6 is None else t6 > 0
        t4 = False if t7 is False else None if t3 is None or t7 is None else True
    t8 = t4
    if t4 is not False:
        t9 = this.goods_item_quantity
        t10 = this.goods_items
        t11 = f_size(t10)
        t12 = None if t9 is None or t11 is None else t9 == t11
        t13 = None if t12 is None else not t12
        t8 = False if t13 is False else None if t4 is None or t13 is None else True
    return t8


def chk_106(this, document, context):
    t1 = this.consignment_items
    t2 = f_size(t1)
    t3 = None if t2 is None else t2 > 0
    t4 = t3
    if t3 is not False:
        t5 = []
        for v6 in t1:
            t7 = v6.goods_measure
            t8 = None if t7 is None else t7.gross_mass
            t9 = None if t8 is None else f_kilograms(t8)
            if t9 is None: t5 = None; break
            t5.append(t9)
        t10 = None if t5 is None else f_total(t5)
        t11 = this.total_gross_mass
        t12 = None if t11 is None else f_kilograms(t11)
        t13 = None if t10 is None or t12 is None else t10 - t12
        t14 = None if t13 is None else f_abs(t13)
        t15 = None if t14 is None else t14 <= 1
        t16 = None if t15 is None else not t15
        t4 = False if t16 is False else None if t3 is None or t16 is None else True
    return t4


def chk_107(this, document, context):
    t1 = this.transport_equipments
    t2 = f_size(t1)
    t3 = None if t2 is None else t2 > 0
    t4 = t3
    if t3 is not False:
        t5 = this.transport_equipment_quantity
        t6 = f_size(t1)
        t7 = None if t5 is None or t6 is None else t5 == t6
        t8 = None if t7 is None else not t7
        t4 = False if t8 is False else None if t3 is None or t8 is None else True
    return t4


def chk_108(this, document, context):
    t1 = this.seals
    t2 = f_size(t1)
    t3 = None if t2 is None else t2 > 0
    t4 = t3
    if t3 is not False:
        t5 = this.seals_affixed_quantity
        t6 = f_size(t1)
        t7 = None if t5 is None or t6 is None else t5 == t6
        t8 = None if t7 is None else not t7
        t4 = False if t8 is False else None if t3 is None or t8 is None else True
    return t4


def chk_109(this, document, context):
    t1 = this.amendments
    t2 = f_size(t1)
    t3 = None if t2 is None else t2 == 0
    t4 = t3
    if t3 is not False:
        t5 = this.consignment
        t6 = () if t5 is None else t5.unattached_seals
        t7 = f_size(t6)
        t8 = None if t7 is None else t7 == 0
        t4 = False if t8 is False else None if t3 is None or t8 is None else True
    t9 = t4
    if t4 is not False:
        t10 = this.consignment
        t11 = () if t10 is None else t10.transport_equipments
        t12 = False
        for v13 in t11:
            t14 = v13.seals
            t15 = f_size(t14)
            t16 = None if t15 is None else t15 > 0
            if t16 is True: t12 = True; break
            if t16 is None: t12 = None
        t9 = False if t12 is False else None if t4 is None or t12 is None else True
    t17 = t9
    if t9 is not False:
        t18 = this.seals_affixed_quantity
        t19 = this.consignment
        t20 = () if t19 is None else t19.transport_equipments
        t21 = []
        for v22 in t20:
            t23 = v22.seals
            t21.append(t23)
        t24 = None if t21 is None else f_flat(t21)
        t25 = None if t24 is None else f_size(t24)
        t26 = None if t18 is None or t25 is None else t18 == t25
        t27 = None if t26 is None else not t26
        t17 = False if t27 is False else None if t9 is None or t27 is None else True
    return t17


def chk_110(this, document, context):
    t1 = this.gross_mass
    t2 = None if t1 is None else f_kilograms(t1)
    t3 = this.tare_mass
    t4 = None if t3 is None else f_kilograms(t3)
    t5 = None if t2 is None or t4 is None else t2 >= t4
    t6 = None if t5 is None else not t5
    return t6


def chk_111(this, document, context):
    t1 = this.fullness_code
    t2 = t1
    if t1 is None:
        t2 = ''
    t3 = t2 != '4'
    t4 = t3
    if t3 is not False:
        t5 = this.verified_gross_mass
        t6 = None if t5 is None else f_kilograms(t5)
        t7 = this.tare_mass
        t8 = None if t7 is None else f_kilograms(t7)
        t9 = None if t6 is None or t8 is None else t6 > t8
        t10 = None if t9 is None else not t9
        t4 = False if t10 is False else None if t3 is None or t10 is None else True
    return t4


def chk_112(this, document, context):
    t1 = this.gross_mass
    t2 = None if t1 is None else t1.value
    t3 = None if t2 is None else t2 > 0
    t4 = None if t3 is None else not t3
    return t4


def chk_113(this, document, context):
    t1 = this.house_consignments
    t2 = f_size(t1)
    t3 = None if t2 is None else t2 > 0
    t4 = t3
    if t3 is not False:
        t5 = []
        for v6 in t1:
            t7 = v6.total_gross_mass
            t8 = None if t7 is None else f_kilograms(t7)
            if t8 is None: t5 = None; break
            t5.append(t8)
        t9 = None if t5 is None else f_total(t5)
        t10 = this.total_gross_mass
        t11 = None if t10 is None else f_kilograms(t10)
        t12 = None if t9 is None or t11 is None else t9 - t11
        t13 = None if t12 is None else f_abs(t12)
        t14 = None if t13 is None else t13 <= 1
        t15 = None if t14 is None else not t14
        t4 = False if t15 is False else None if t3 is None or t15 is None else True
    return t4


def chk_114(this, document, context):
    t1 = this.net_volume
    t2 = None if t1 is None else t1.unit
    t3 = t2
    if t2 is None:
        t3 = ''
    t4 = this.gross_volume
    t5 = None if t4 is None else t4.unit
    t6 = t5
    if t5 is None:
        t6 = ''
    t7 = t3 == t6
    t8 = t7
    if t7 is not False:
        t9 = None if t1 is None else t1.value
        t10 = None if t4 is None else t4.value
        t11 = None if t9 is None or t10 is None else t9 <= t10
        t12 = None if t11 is None else not t11
        t8 = False if t12 is False else None if t7 is None or t12 is None else True
    return t8


def chk_115(this, document, context):
    t1 = this.consignment_items
    t2 = f_size(t1)
    t3 = None if t2 is None else t2 > 0
    t4 = t3
    if t3 is not False:
        t5 = []
        for v6 in t1:
            t7 = v6.packagings
            t8 = []
            for v9 in t7:
                t10 = v9.quantity
                if t10 is None: t8 = None; break
                t8.append(t10)
            if t8 is None: t5 = None; break
            t5.append(t8)
        t11 = None if t5 is None else f_flat(t5)
        t12 = None if t11 is None else f_total(t11)
        t13 = this.total_package_quantity
        t14 = None if t12 is None or t13 is None else t12 == t13
        t15 = None if t14 is None else not t14
        t4 = False if t15 is False else None if t3 is None or t15 is None else True
    return t4


def chk_116(this, document, context):
    t1 = this.minimum_temperature
    t2 = None if t1 is None else t1.unit
    t3 = t2
    if t2 is None:
        t3 = ''
    t4 = this.maximum_temperature
    t5 = None if t4 is None else t4.unit
    t6 = t5
    if t5 is None:
        t6 = ''
    t7 = t3 == t6
    t8 = t7
    if t7 is not False:
        t9 = None if t1 is None else t1.value
        t10 = None if t4 is None else t4.value
        t11 = None if t9 is None or t10 is None else t9 <= t10
        t12 = None if t11 is None else not t11
        t8 = False if t12 is False else None if t7 is None or t12 is None else True
    return t8


def chk_117(this, document, context):
    t1 = this.net_tonnage
    t2 = None if t1 is None else t1.value
    t3 = this.gross_tonnage
    t4 = None if t3 is None else t3.value
    t5 = None if t2 is None or t4 is None else t2 <= t4
    t6 = None if t5 is None else not t5
    return t6


def chk_118(this, document, context):
    t1 = this.constituents
    t2 = f_size(t1)
    t3 = None if t2 is None else t2 > 0
    t4 = t3
    if t3 is not False:
        t5 = []
        for v6 in t1:
            t7 = v6.percentage
            t8 = t7 is not None
            if t8: t5.append(v6)
        t9 = []
        if t5 is None: t9 = None
        for v10 in t5 or ():
            t11 = v10.percentage
            if t11 is None: t9 = None; break
            t9.append(t11)
        t12 = None if t9 is None else f_total(t9)
        t13 = None if t12 is None else t12 <= 100
        t14 = None if t13 is None else not t13
        t4 = False if t14 is False else None if t3 is None or t14 is None else True
    return t4


def chk_701(this, document, context):
    t1 = this.amendments
    t2 = f_size(t1)
    t3 = None if t2 is None else t2 == 0
    t4 = t3
    if t3 is not False:
        t5 = this.type_code
        t6 = None if t5 is None else f_startsWith(t5, 'EX')
        t4 = False if t6 is False else None if t3 is None or t6 is None else True
    t7 = t4
    if t4 is not False:
        t8 = this.goods_items
        t9 = f_size(t8)
        t10 = None if t9 is None else t9 > 0
        t7 = False if t10 is False else None if t4 is None or t10 is None else True
    t11 = t7
    if t7 is not False:
        t12 = this.destination
        t13 = None if t12 is None else t12.country_code
        t14 = t13 is not None
        t15 = t14
        if t14 is not True:
            t16 = this.goods_items
            t17 = True
            for v18 in t16:
                t19 = v18.destination
                t20 = None if t19 is None else t19.country_code
                t21 = t20 is not None
                if t21 is False: t17 = False; break
            t15 = True if t17 is True else None if t14 is None or t17 is None else False
        t22 = None if t15 is None else not t15
        t11 = False if t22 is False else None if t7 is None or t22 is None else True
    return t11


def chk_702(this, document, context):
    t1 = document.type_code
    t2 = None if t1 is None else f_startsWith(t1, 'IM')
    t3 = t2
    if t2 is not False:
        t4 = this.origins
        t5 = f_size(t4)
        t6 = None if t5 is None else t5 > 0
        t7 = None if t6 is None else not t6
        t3 = False if t7 is False else None if t2 is None or t7 is None else True
    return t3


def chk_703(this, document, context):
    t1 = this.procedures
    t2 = False
    for v3 in t1:
        t4 = v3.previous_code
        t5 = None if t4 is None else t4 in ('51', '53', '54', '71', '21', '22', '78', '91', )
        if t5 is True: t2 = True; break
        if t5 is None: t2 = None
    t6 = t2
    if t2 is not False:
        t7 = this.previous_documents
        t8 = f_size(t7)
        t9 = None if t8 is None else t8 > 0
        t10 = t9
        if t9 is not True:
            t11 = document.previous_documents
            t12 = f_size(t11)
            t13 = None if t12 is None else t12 > 0
            t10 = True if t13 is True else None if t9 is None or t13 is None else False
        t14 = None if t10 is None else not t10
        t6 = False if t14 is False else None if t2 is None or t14 is None else True
    return t6


def chk_704(this, document, context):
    t1 = this.commodity
    t2 = () if t1 is None else t1.duty_tax_fees
    t3 = False
    for v4 in t2:
        t5 = v4.duty_regime_code
        t6 = None if t5 is None else f_matches(t5, '^[23][0-9]{2}$')
        if t6 is True: t3 = True; break
        if t6 is None: t3 = None
    t7 = t3
    if t3 is not False:
        t8 = this.origins
        t9 = True
        for v10 in t8:
            t11 = v10.type_code
            t12 = t11 is not None
            if t12 is False: t9 = False; break
        t7 = False if t9 is False else None if t3 is None or t9 is None else True
    t13 = t7
    if t7 is not False:
        t14 = this.origins
        t15 = f_size(t14)
        t16 = None if t15 is None else t15 > 0
        t13 = False if t16 is False else None if t7 is None or t16 is None else True
    t17 = t13
    if t13 is not False:
        t18 = this.origins
        t19 = False
        for v20 in t18:
            t21 = v20.type_code
            t22 = None if t21 is None else t21 == '2'
            if t22 is True: t19 = True; break
            if t22 is None: t19 = None
        t23 = None if t19 is None else not t19
        t17 = False if t23 is False else None if t13 is None or t23 is None else True
    return t17


def chk_705(this, document, context):
    t1 = this.commodity
    t2 = () if t1 is None else t1.duty_tax_fees
    t3 = False
    for v4 in t2:
        t5 = v4.duty_regime_code
        t6 = None if t5 is None else f_matches(t5, '^[23][0-9]{2}$')
        if t6 is True: t3 = True; break
        if t6 is None: t3 = None
    t7 = t3
    if t3 is not False:
        t8 = this.additional_documents
        t9 = f_size(t8)
        t10 = this.supporting_documents
        t11 = f_size(t10)
        t12 = None if t9 is None or t11 is None else t9 + t11
        t13 = document.additional_documents
        t14 = f_size(t13)
        t15 = None if t12 is None or t14 is None else t12 + t14
        t16 = document.supporting_documents
        t17 = f_size(t16)
        t18 = None if t15 is None or t17 is None else t15 + t17
        t19 = None if t18 is None else t18 > 0
        t20 = None if t19 is None else not t19
        t7 = False if t20 is False else None if t3 is None or t20 is None else True
    return t7


def chk_706(this, document, context):
    t1 = document.type_code
    t2 = None if t1 is None else f_startsWith(t1, 'IM')
    t3 = t2
    if t2 is not False:
        t4 = this.procedures
        t5 = False
        for v6 in t4:
            t7 = v6.current_code
            t8 = None if t7 is None else f_matches(t7, '^[0-9]{2}$')
            t9 = t8
            if t8 is not True:
                t10 = None if t7 is None else f_matches(t7, '^[0-9]{4}$')
                t9 = True if t10 is True else None if t8 is None or t10 is None else False
            if t9 is True: t5 = True; break
            if t9 is None: t5 = None
        t3 = False if t5 is False else None if t2 is None or t5 is None else True
    t11 = t3
    if t3 is not False:
        t12 = this.procedures
        t13 = False
        for v14 in t12:
            t15 = v14.current_code
            t16 = None if t15 is None else f_matches(t15, '^[123][0-9]$')
            t17 = t16
            if t16 is not True:
                t18 = None if t15 is None else f_matches(t15, '^[123][0-9]{3}$')
                t17 = True if t18 is True else None if t16 is None or t18 is None else False
            if t17 is True: t13 = True; break
            if t17 is None: t13 = None
        t19 = None if t13 is None else not t13
        t20 = None if t19 is None else not t19
        t11 = False if t20 is False else None if t3 is None or t20 is None else True
    return t11


def chk_707(this, document, context):
    t1 = document.type_code
    t2 = None if t1 is None else f_startsWith(t1, 'EX')
    t3 = t2
    if t2 is not False:
        t4 = this.procedures
        t5 = False
        for v6 in t4:
            t7 = v6.current_code
            t8 = None if t7 is None else f_matches(t7, '^[456][0-9]$')
            t9 = t8
            if t8 is not True:
                t10 = None if t7 is None else f_matches(t7, '^[456][0-9]{3}$')
                t9 = True if t10 is True else None if t8 is None or t10 is None else False
            if t9 is True: t5 = True; break
            if t9 is None: t5 = None
        t11 = None if t5 is None else not t5
        t12 = None if t11 is None else not t11
        t3 = False if t12 is False else None if t2 is None or t12 is None else True
    return t3


def chk_708(this, document, context):
    t1 = this.consignment
    t2 = None if t1 is None else t1.container_code
    t3 = None if t2 is None else t2 == '1'
    t4 = t3
    if t3 is not False:
        t5 = () if t1 is None else t1.transport_equipments
        t6 = f_size(t5)
        t7 = None if t6 is None else t6 > 0
        t8 = t7
        if t7 is not True:
            t9 = this.goods_items
            t10 = False
            for v11 in t9:
                t12 = v11.commodity
                t13 = () if t12 is None else t12.transport_equipments
                t14 = f_size(t13)
                t15 = None if t14 is None else t14 > 0
                if t15 is True: t10 = True; break
                if t15 is None: t10 = None
            t8 = True if t10 is True else None if t7 is None or t10 is None else False
        t16 = None if t8 is None else not t8
        t4 = False if t16 is False else None if t3 is None or t16 is None else True
    return t4


def chk_709(this, document, context):
    t1 = this.container_code
    t2 = None if t1 is None else t1 == '0'
    t3 = t2
    if t2 is not False:
        t4 = this.transport_equipments
        t5 = False
        for v6 in t4:
            t7 = v6.id
            t8 = None if t7 is None else f_matches(t7, '^[A-Z]{3}U[0-9]{7}$')
            if t8 is True: t5 = True; break
            if t8 is None: t5 = None
        t9 = None if t5 is None else not t5
        t10 = None if t9 is None else not t9
        t3 = False if t10 is False else None if t2 is None or t10 is None else True
    return t3


def chk_710(this, document, context):
    t1 = this.trade_terms
    t2 = None if t1 is None else t1.condition_code
    t3 = None if t2 is None else t2 in ('FAS', 'FOB', 'CFR', 'CIF', )
    t4 = t3
    if t3 is not False:
        t5 = this.border_transport_means
        t6 = None if t5 is None else t5.mode_code
        t7 = t6 is not None
        t4 = False if t7 is False else None if t3 is None or t7 is None else True
    t8 = t4
    if t4 is not False:
        t9 = this.border_transport_means
        t10 = None if t9 is None else t9.mode_code
        t11 = None if t10 is None else f_start(t10, 1)
        t12 = None if t11 is None else t11 in ('0', '1', '6', '8', '9', )
        t13 = None if t12 is None else not t12
        t8 = False if t13 is False else None if t4 is None or t13 is None else True
    return t8


def chk_711(this, document, context):
    t1 = this.type_code
    t2 = None if t1 is None else f_startsWith(t1, 'EX')
    t3 = t2
    if t2 is not False:
        t4 = this.destination
        t5 = None if t4 is None else t4.country_code
        t6 = this.export_country_code
        t7 = None if t5 is None or t6 is None else t5 != t6
        t8 = None if t7 is None else not t7
        t3 = False if t8 is False else None if t2 is None or t8 is None else True
    return t3


def chk_712(this, document, context):
    t1 = this.type_code
    t2 = None if t1 is None else t1 in ('T', 'T1', 'T2', 'T2F', )
    t3 = t2
    if t2 is not False:
        t4 = this.obligation_guarantees
        t5 = f_size(t4)
        t6 = None if t5 is None else t5 > 0
        t7 = None if t6 is None else not t6
        t3 = False if t7 is False else None if t2 is None or t7 is None else True
    return t3


def chk_713(this, document, context):
    t1 = this.function_code
    t2 = None if t1 is None else t1 == '1'
    t3 = t2
    if t2 is not False:
        t4 = this.id
        t5 = t4 is not None
        t6 = t5
        if t5 is not True:
            t7 = this.functional_reference_id
            t8 = t7 is not None
            t6 = True if t8 is True else False
        t9 = t6
        if t6 is not True:
            t10 = this.previous_documents
            t11 = f_size(t10)
            t12 = None if t11 is None else t11 > 0
            t9 = True if t12 is True else None if t6 is None or t12 is None else False
        t13 = None if t9 is None else not t9
        t3 = False if t13 is False else None if t2 is None or t13 is None else True
    return t3


def chk_714(this, document, context):
    t1 = this.function_code
    t2 = None if t1 is None else t1 == '9'
    t3 = t2
    if t2 is not False:
        t4 = this.amendments
        t5 = f_size(t4)
        t6 = None if t5 is None else t5 == 0
        t7 = None if t6 is None else not t6
        t3 = False if t7 is False else None if t2 is None or t7 is None else True
    return t3


def chk_715(this, document, context):
    t1 = this.undg_id
    t2 = t1 is not None
    t3 = t2
    if t2 is not False:
        t4 = this.hazard_class_id
        t5 = t4 is not None
        t6 = not t5
        t3 = False if t6 is False else True
    return t3


def chk_716(this, document, context):
    t1 = this.quantity
    t2 = None if t1 is None else t1.value
    t3 = None if t2 is None else t2 > 0
    t4 = None if t3 is None else not t3
    return t4


def chk_717(this, document, context):
    t1 = this.additional_documents
    t2 = []
    for v3 in t1:
        t4 = v3.write_off
        t5 = None if t4 is None else t4.quantity
        t6 = None if t5 is None else t5.unit
        t7 = None if t6 is None else t6 == 'KGM'
        t8 = t7
        if t7 is not False:
            t9 = None if t5 is None else t5.value
            t10 = t9 is not None
            t8 = False if t10 is False else None if t7 is None or t10 is None else True
        if t8 is None: t2 = None; break
        if t8: t2.append(v3)
    t11 = True
    if t2 is None: t11 = None
    for v12 in t2 or ():
        t13 = v12.write_off
        t14 = None if t13 is None else t13.quantity
        t15 = None if t14 is None else t14.value
        t16 = this.commodity
        t17 = None if t16 is None else t16.goods_measure
        t18 = None if t17 is None else t17.net_mass
        t19 = None if t18 is None else f_kilograms(t18)
        t20 = None if t15 is None or t19 is None else t15 <= t19
        if t20 is False: t11 = False; break
        if t20 is None: t11 = None
    t21 = None if t11 is None else not t11
    return t21


def chk_718(this, document, context):
    t1 = this.role
    t2 = None if t1 is None else t1 == 'agent'
    t3 = t2
    if t2 is not False:
        t4 = this.function_code
        t5 = None if t4 is None else t4 in ('1', '2', '3', )
        t6 = None if t5 is None else not t5
        t3 = False if t6 is False else None if t2 is None or t6 is None else True
    return t3


def chk_719(this, document, context):
    t1 = this.consignment
    t2 = () if t1 is None else t1.transport_equipments
    t3 = False
    for v4 in t2:
        t5 = v4.fullness_code
        t6 = None if t5 is None else t5 == '4'
        if t6 is True: t3 = True; break
        if t6 is None: t3 = None
    t7 = t3
    if t3 is not False:
        t8 = this.goods_items
        t9 = []
        for v10 in t8:
            t11 = v10.commodity
            t12 = () if t11 is None else t11.transport_equipments
            t13 = []
            for v14 in t12:
                t15 = v14.id
                if t15 is None: t13 = None; break
                t13.append(t15)
            if t13 is None: t9 = None; break
            t9.append(t13)
        t16 = None if t9 is None else f_flat(t9)
        t17 = []
        for v18 in t2:
            t19 = v18.fullness_code
            t20 = None if t19 is None else t19 == '4'
            if t20 is None: t17 = None; break
            if t20: t17.append(v18)
        t21 = []
        if t17 is None: t21 = None
        for v22 in t17 or ():
            t23 = v22.id
            if t23 is None: t21 = None; break
            t21.append(t23)
        t24 = None if t16 is None or t21 is None else (t16, t21, )
        t25 = None if t24 is None else f_flat(t24)
        t26 = None if t25 is None else f_repeated(t25)
        t27 = None if t26 is None else f_size(t26)
        t28 = None if t27 is None else t27 == 0
        t29 = t28
        if t28 is not True:
            t30 = f_size(t8)
            t31 = None if t30 is None else t30 == 0
            t29 = True if t31 is True else None if t28 is None or t31 is None else False
        t32 = None if t29 is None else not t29
        t7 = False if t32 is False else None if t3 is None or t32 is None else True
    return t7


def chk_720(this, document, context):
    t1 = this.border_transport_means
    t2 = None if t1 is None else t1.mode_code
    t3 = None if t2 is None else t2 == '1'
    t4 = t3
    if t3 is not False:
        t5 = this.type_code
        t6 = None if t5 is None else f_startsWith(t5, 'EX')
        t4 = False if t6 is False else None if t3 is None or t6 is None else True
    t7 = t4
    if t4 is not False:
        t8 = None if t1 is None else t1.registration_nationality_code
        t9 = t8 is not None
        t7 = False if t9 is False else None if t4 is None or t9 is None else True
    t10 = t7
    if t7 is not False:
        t11 = None if t1 is None else t1.id
        t12 = t11 is not None
        t13 = t12
        if t12 is not True:
            t14 = None if t1 is None else t1.name
            t15 = t14 is not None
            t13 = True if t15 is True else False
        t16 = not t13
        t10 = False if t16 is False else None if t7 is None or t16 is None else True
    return t10

KEYS = ('id', 'title', 'severity', 'document', 'scope', 'when', 'must', 'at', 'message', 'why', 'fix', 'line', 'judge')
FILES = {
    '2de4a3f5ac30b240b173570a62e8c8b056a1816b17fb208dbaf089e0f4b864b4': (
        ('CHK-201', 'The invoice amount is the sum of the prices of the goods items', Severity.ERROR, 'Declaration', 'document', 'size(amendments) == 0 && size(goods_items) > 0 && goods_items.all(g, otherwise(g.commodity.invoice_line.item_charge_amount.currency, "") == otherwise(invoice_amount.currency, ""))', 'abs(total(goods_items.map(g, g.commodity.invoice_line.item_charge_amount.value)) - invoice_amount.value) <= size(goods_items) * 0.01', 'invoice_amount', 'invoice amount is {invoice_amount.value}, the items add up to {total(goods_items.map(g, g.commodity.invoice_line.item_charge_amount.value))}', 'WCO 109 (invoice amount) sums WCO 112 (price of an item); a hundredth an item is left for rounding', 'correct the amount, or the item that is wrong', 3, chk_201),
        ('CHK-202', 'The currency of an amount exists', Severity.ERROR, '', 'Amount', '', 'known("currencies", currency)', 'currency', '{currency} is no currency{perhaps("currencies", currency)}', 'list currencies (ISO 4217), on the day of the document', 'write the three letters of ISO 4217', 15, chk_202),
        ('CHK-203', 'An amount has no more decimals than its currency', Severity.WARNING, '', 'Amount', '', 'places(value) <= decimals(currency)', 'value', '{value} has {places(value)} decimals, {currency} has {decimals(currency)}', 'list currencies (ISO 4217, minor unit)', 'round the amount', 25, chk_203),
        ('CHK-204', 'The customs value of an item is not below nothing', Severity.ERROR, '', 'GoodsItem', '', 'customs_value_amount.value >= 0', 'customs_value_amount', 'customs value {customs_value_amount.value} is below nothing', 'WCO 108 (customs value)', 'state deductions as WCO 58B (charge or deduction)', 35, chk_204),
        ('CHK-205', 'The statistical value of an item is not below nothing', Severity.ERROR, '', 'GoodsItem', '', 'statistical_value_amount.value >= 0', 'statistical_value_amount', 'statistical value {statistical_value_amount.value} is below nothing', 'WCO 114 (statistical value)', 'correct the value', 45, chk_205),
        ('CHK-206', 'A tax on the value is its base times its rate', Severity.WARNING, '', 'DutyTaxFee', '!has(specific_tax_base_quantity.value) && !has(deduct_amount.value) && otherwise(ad_valorem_tax_base_amount.currency, "") == otherwise(payment.tax_assessed_amount.currency, "")', 'abs(ad_valorem_tax_base_amount.value * tax_rate_numeric / 100 - payment.tax_assessed_amount.value) <= 1', 'payment.tax_assessed_amount', '{tax_rate_numeric} per cent of {ad_valorem_tax_base_amount.value} is {rounded(ad_valorem_tax_base_amount.value * tax_rate_numeric / 100, 2)}, {payment.tax_assessed_amount.value} is stated', 'WCO 120 (tax assessed) is WCO 116 (base) times WCO 115 (rate); one unit of currency is left for rounding', 'correct base, rate or tax', 55, chk_206),
        ('CHK-207', 'A tax on the quantity is its base times its rate', Severity.WARNING, '', 'DutyTaxFee', '!has(ad_valorem_tax_base_amount.value) && !has(deduct_amount.value)', 'abs(specific_tax_base_quantity.value * tax_rate_numeric - payment.tax_assessed_amount.value) <= 1', 'payment.tax_assessed_amount', '{specific_tax_base_quantity.value} at {tax_rate_numeric} is {rounded(specific_tax_base_quantity.value * tax_rate_numeric, 2)}, {payment.tax_assessed_amount.value} is stated', 'WCO 120 (tax assessed) is WCO 129 (base) times WCO 115 (rate); one unit of currency is left for rounding', 'correct base, rate or tax', 68, chk_207),
        ('CHK-208', 'No more is paid than was assessed', Severity.WARNING, '', 'Payment', 'otherwise(payment_amount.currency, "") == otherwise(tax_assessed_amount.currency, "")', 'payment_amount.value <= tax_assessed_amount.value', 'payment_amount', '{payment_amount.value} is to be paid, {tax_assessed_amount.value} was assessed', 'WCO 378 (payment) settles WCO 120 (tax assessed)', 'correct one of the two', 79, chk_208),
        ('CHK-209', 'A transit guarantee covers the duties', Severity.WARNING, 'Declaration', 'document', 'type_code.startsWith("T") && obligation_guarantees.exists(o, has(o.amount.value)) && same(obligation_guarantees.map(o, otherwise(o.amount.currency, "")))', 'total(obligation_guarantees.map(o, otherwise(o.amount.value, 0))) >= total(flat(goods_items.map(g, g.commodity.duty_tax_fees.map(d, otherwise(d.payment.tax_assessed_amount.value, 0)))))', 'obligation_guarantees', 'guarantees of {total(obligation_guarantees.map(o, otherwise(o.amount.value, 0)))} do not cover duties of {total(flat(goods_items.map(g, g.commodity.duty_tax_fees.map(d, otherwise(d.payment.tax_assessed_amount.value, 0)))))}', 'WCO 492 (guarantee) secures WCO 120 (tax assessed) of the items', 'raise the guarantee, or name all of them', 90, chk_209),
        ('CHK-210', 'The duties of a declaration are the sum of its items', Severity.WARNING, 'Declaration', 'document', 'size(amendments) == 0 && size(duty_tax_fees) > 0 && goods_items.exists(g, g.commodity.duty_tax_fees.exists(d, has(d.payment.tax_assessed_amount.value)))', 'abs(total(duty_tax_fees.map(d, d.payment.tax_assessed_amount.value)) - total(flat(goods_items.map(g, g.commodity.duty_tax_fees.map(d, otherwise(d.payment.tax_assessed_amount.value, 0)))))) <= size(goods_items) + 1', 'duty_tax_fees', 'duties of the declaration add up to {total(duty_tax_fees.map(d, d.payment.tax_assessed_amount.value))}, those of its items to {total(flat(goods_items.map(g, g.commodity.duty_tax_fees.map(d, otherwise(d.payment.tax_assessed_amount.value, 0)))))}', 'WCO 120 (tax assessed), once for the whole and once for each item; one unit of currency an item is left for rounding', 'correct the totals', 106, chk_210),
        ('CHK-211', 'A rate of exchange is more than nothing', Severity.ERROR, '', 'CurrencyExchange', '', 'rate_numeric > 0', 'rate_numeric', 'the rate of exchange is {rate_numeric}', 'WCO 118 (rate of exchange)', 'state the rate', 120, chk_211),
        ('CHK-212', 'The currency of a rate of exchange exists', Severity.ERROR, '', 'CurrencyExchange', '', 'known("currencies", currency_code)', 'currency_code', '{currency_code} is no currency{perhaps("currencies", currency_code)}', 'WCO 135 (currency), list currencies (ISO 4217), on the day of the document', 'write the three letters of ISO 4217', 130, chk_212),
        ('CHK-213', 'Each currency has one rate of exchange', Severity.ERROR, 'Declaration', 'document', '', 'unique(currency_exchanges.map(c, c.currency_code))', 'currency_exchanges', '{repeated(currency_exchanges.map(c, c.currency_code))} has more than one rate of exchange', 'WCO 118 (rate of exchange) of one WCO 135 (currency)', 'leave one', 140, chk_213),
        ('CHK-214', 'The amount of an invoice is the sum of its lines', Severity.ERROR, '', 'Invoice', 'size(lines) > 0 && size(charges) == 0', 'abs(total(lines.map(l, l.item_charge_amount.value)) - amount.value) <= size(lines) * 0.01', 'amount', 'invoice {otherwise(id, "")} is over {amount.value}, its lines add up to {total(lines.map(l, l.item_charge_amount.value))}', 'the total sums WCO 112 (price of a line); a hundredth a line is left for rounding', 'correct the total, or the line that is wrong', 151, chk_214),
        ('CHK-215', 'The price of a line is its quantity times the unit price', Severity.WARNING, '', 'InvoiceLine', 'size(charges) == 0', 'abs(unit_price * quantity.value / otherwise(unit_price_basis, 1) - item_charge_amount.value) <= 0.01 + quantity.value * 0.005', 'item_charge_amount', '{quantity.value} at {unit_price} is {rounded(unit_price * quantity.value / otherwise(unit_price_basis, 1), 2)}, {item_charge_amount.value} is stated', 'WCO 112 (price of a line); half a hundredth a unit is left for rounding', 'correct quantity, unit price or price', 162, chk_215),
        ('CHK-216', 'The freight of a declaration is the sum of its items', Severity.WARNING, 'Declaration', 'document', 'size(amendments) == 0 && size(goods_items) > 0', 'abs(total(goods_items.map(g, g.customs_valuation.freight_charge_amount.value)) - freight_charge_amount.value) <= size(goods_items) * 0.01', 'freight_charge_amount', 'freight is {freight_charge_amount.value}, the items add up to {total(goods_items.map(g, g.customs_valuation.freight_charge_amount.value))}', 'WCO 117 (freight), once for the whole and once for each item', 'correct the total, or the item that is wrong', 173, chk_216),
        ('CHK-217', 'The invoice amount names its currency', Severity.WARNING, 'Declaration', 'document', 'has(invoice_amount.value)', 'has(invoice_amount.currency)', 'invoice_amount', 'the invoice amount {invoice_amount.value} has no currency', 'WCO 109 (invoice amount)', 'add the currency', 185, chk_217),
        ('CHK-218', 'A charge is not more than all of what it is on', Severity.WARNING, '', 'Charge', '', 'percentage >= 0 && percentage <= 100', 'percentage', 'a charge of {percentage} per cent', 'WCO 58B (charge or deduction), in per cent of its base', 'correct the percentage; direction says whether it is added or deducted', 197, chk_218),
        ('CHK-219', "Where values are converted, there is the rate of the invoice's currency", Severity.WARNING, 'Declaration', 'document', 'size(currency_exchanges) > 0 && goods_items.exists(g, g.customs_value_amount.currency != invoice_amount.currency)', 'currency_exchanges.exists(c, c.currency_code == invoice_amount.currency)', 'currency_exchanges', 'there is no rate of exchange of {invoice_amount.currency}, in which the invoice is', 'WCO 118 (rate of exchange) turns WCO 109 (invoice amount) into the currency of the administration', 'add the rate, or correct its currency', 207, chk_219),
        ('CHK-220', 'The customs values of the goods items are in one currency', Severity.WARNING, 'Declaration', 'document', '', 'same(goods_items.filter(g, has(g.customs_value_amount.currency)).map(g, g.customs_value_amount.currency))', 'goods_items', 'customs values are in several currencies: {goods_items.filter(g, has(g.customs_value_amount.currency)).map(g, g.customs_value_amount.currency)}', 'WCO 108 (customs value) is in the currency of the administration', 'convert them', 219, chk_220),
    ),
    'ae697f141a00010e36f52f3bf5086602ce896ab6f94b148b442e11e2c0c1dc3c': (
        ('CHK-401', 'The country of an address exists', Severity.ERROR, '', 'Address', '', 'known("countries-customs", country_code)', 'country_code', '{country_code} is no country{perhaps("countries-customs", country_code)}', 'WCO 242 (country of an address), list countries-customs, on the day of the document', 'write the two letters of ISO 3166-1', 3, chk_401),
        ('CHK-402', 'The country of origin exists', Severity.ERROR, '', 'Origin', '', 'known("countries-customs", country_code)', 'country_code', '{country_code} is no country{perhaps("countries-customs", country_code)}', 'WCO 063 (country of origin), list countries-customs, on the day of the document', 'write the two letters of ISO 3166-1', 13, chk_402),
        ('CHK-403', 'The country of a place exists', Severity.ERROR, '', 'Location', '', 'known("countries-customs", country_code)', 'country_code', '{country_code} is no country{perhaps("countries-customs", country_code)}', 'WCO 465 (country of a place), list countries-customs, on the day of the document', 'write the two letters of ISO 3166-1', 23, chk_403),
        ('CHK-404', 'The country of export exists', Severity.ERROR, 'Declaration', 'document', '', 'known("countries-customs", export_country_code)', 'export_country_code', '{export_country_code} is no country{perhaps("countries-customs", export_country_code)}', 'WCO 062 (country of export), list countries-customs, on the day of the document', 'write the two letters of ISO 3166-1', 33, chk_404),
        ('CHK-405', 'The countries of a route exist', Severity.ERROR, '', 'Itinerary', '', 'known("countries-customs", routing_country_code)', 'routing_country_code', '{routing_country_code} is no country{perhaps("countries-customs", routing_country_code)}', 'WCO 064 (country of the route), list countries-customs, on the day of the document', 'write the two letters of ISO 3166-1', 44, chk_405),
        ('CHK-406', 'The nationality of a means of transport exists', Severity.ERROR, '', 'TransportMeans', '', 'known("countries-customs", registration_nationality_code)', 'registration_nationality_code', '{registration_nationality_code} is no country{perhaps("countries-customs", registration_nationality_code)}', 'WCO T014 (nationality of the means of transport), list countries-customs, on the day of the document', 'write the two letters of ISO 3166-1', 54, chk_406),
        ('CHK-407', 'The unit of a mass or measure exists', Severity.WARNING, '', 'Measure', '', 'known("units", start(unit, 3))', 'unit', '{unit} is no unit{perhaps("units", unit)}', "list units (UN/ECE Rec. 20); what follows the three characters is the user's qualifier", 'write a code of Rec. 20, KGM for kilograms', 64, chk_407),
        ('CHK-408', 'A type of package exists', Severity.ERROR, '', 'Packaging', '', 'known("packages", type_code)', 'type_code', '{type_code} is no type of package{perhaps("packages", type_code)}', 'WCO 141 (type of packages), list packages (UN/ECE Rec. 21)', 'write a code of Rec. 21, CT for cartons', 74, chk_408),
        ('CHK-409', 'A mode of transport exists', Severity.ERROR, '', 'TransportMeans', '', 'known("transport-modes", start(mode_code, 1))', 'mode_code', '{mode_code} is no mode of transport', "WCO T022 (mode of transport), list transport-modes (UN/ECE Rec. 19); a second digit is the user's", 'write a digit of Rec. 19: 1 sea, 2 rail, 3 road, 4 air, 8 inland water', 84, chk_409),
        ('CHK-410', 'Terms of delivery are Incoterms of the day', Severity.WARNING, '', 'TradeTerms', 'condition_code != "XXX"', 'known("incoterms", condition_code)', 'condition_code', '{condition_code} is no term of delivery on the day of the document{perhaps("incoterms", condition_code)}', 'WCO 090 (terms of delivery), list incoterms by edition; XXX stands for other terms in the European Union', 'write the three letters of Incoterms', 94, chk_410),
        ('CHK-411', 'A commodity code is one of the Harmonized System', Severity.ERROR, '', 'Classification', 'type in ["TSP", "HS"]', '(size(id) == 4 && known("hs-chapters", start(id, 2))) || known("hs", start(id, 6))', 'id', '{id} does not begin with six digits of the Harmonized System{perhaps("hs", id)}', 'WCO 145 (commodity code), list hs (chapters and shape of the Harmonized System); safety declarations may have four digits', 'write the code without dots and blanks', 105, chk_411),
        ('CHK-412', 'The place of loading is a place of UN/LOCODE', Severity.WARNING, '', 'Consignment', 'loading_location.id.matches("^[A-Z]{2}[A-Z0-9]{3}$")', 'known("locodes", loading_location.id)', 'loading_location.id', '{loading_location.id} names no place{perhaps("locodes", loading_location.id)}', 'WCO L010 (place of loading), list locodes (UN/ECE Rec. 16, by shape and country)', 'write country and place, as in NLRTM', 116, chk_412),
        ('CHK-413', 'The place of unloading is a place of UN/LOCODE', Severity.WARNING, '', 'Consignment', 'unloading_location.id.matches("^[A-Z]{2}[A-Z0-9]{3}$")', 'known("locodes", unloading_location.id)', 'unloading_location.id', '{unloading_location.id} names no place{perhaps("locodes", unloading_location.id)}', 'WCO 38B (place of unloading), list locodes (UN/ECE Rec. 16, by shape and country)', 'write country and place, as in NLRTM', 127, chk_413),
        ('CHK-414', 'The nationality of a party exists', Severity.ERROR, '', 'Party', '', 'known("countries-customs", nationality_code)', 'nationality_code', '{nationality_code} is no country{perhaps("countries-customs", nationality_code)}', 'WCO 213 (nationality), list countries-customs, on the day of the document', 'write the two letters of ISO 3166-1', 138, chk_414),
        ('CHK-415', 'A UN number has four digits', Severity.ERROR, '', 'DangerousGoods', '', 'undg_id.matches("^[0-9]{4}$")', 'undg_id', '{undg_id} is no UN number', 'WCO 506 (UN number); the UN list of dangerous goods numbers in four digits', 'write four digits without the letters UN', 148, chk_415),
        ('CHK-416', 'A hazard class is one of the nine', Severity.ERROR, '', 'DangerousGoods', '', 'hazard_class_id.matches("^[1-9](\\\\.[1-9][A-Z]?)?$")', 'hazard_class_id', '{hazard_class_id} is no hazard class', 'WCO 507 (hazard class); the UN recommendations on dangerous goods have classes 1 to 9 with divisions', 'write class and division, as in 3 or 2.1', 158, chk_416),
        ('CHK-417', 'The size and type of a container are shaped as codes of ISO 6346', Severity.WARNING, '', 'TransportEquipment', 'size(characteristic_code) == 4', 'characteristic_code.matches("^[1-9A-P][0-9C-FL-NP][A-Z0-9][0-9A-Z]$")', 'characteristic_code', '{characteristic_code} is no size and type of a container', 'ISO 6346: length, height, two characters of the type', 'write it like 22G1 or 45R1', 168, chk_417),
        ('CHK-418', 'The issuing country of an identification exists', Severity.ERROR, '', 'Party', '', 'known("countries-customs", identification_issuing_country_code)', 'identification_issuing_country_code', '{identification_issuing_country_code} is no country{perhaps("countries-customs", identification_issuing_country_code)}', 'WCO R147 (country that issued the identification), list countries-customs, on the day of the document', 'write the two letters of ISO 3166-1', 179, chk_418),
    ),
    '9feb330c32a8d3d6049bcdfda4097b5e6384ec69b808cb0798cb9381392e8afe': (
        ('CHK-301', 'A date is in the calendar', Severity.ERROR, '', 'DateTime', '', 'valid_day(this)', '', '{value} is no date{has(format) ? " of format " : ""}{otherwise(format, "")}', '2379 (format of dates) and the calendar', 'correct the date, or its format code', 3, chk_301),
        ('CHK-302', 'A declaration is issued before it is accepted', Severity.ERROR, 'Declaration', 'document', '', 'day(issue_date_time) <= day(acceptance_date_time)', 'acceptance_date_time', 'accepted on {day(acceptance_date_time)}, before it was issued on {day(issue_date_time)}', 'WCO D011 (issue) and 023 (acceptance)', 'correct one of the two', 12, chk_302),
        ('CHK-303', 'Goods are released after the declaration is accepted', Severity.ERROR, 'Declaration', 'document', '', 'day(acceptance_date_time) <= day(release_date_time)', 'release_date_time', 'released on {day(release_date_time)}, before acceptance on {day(acceptance_date_time)}', 'WCO 023 (acceptance) and 277 (release)', 'correct one of the two', 23, chk_303),
        ('CHK-304', 'A document is issued before it expires', Severity.ERROR, '', 'Document', '', 'day(issue_date_time) <= day(expiration_date_time)', 'expiration_date_time', 'document {otherwise(id, "")} expires on {day(expiration_date_time)}, before its issue on {day(issue_date_time)}', 'WCO 02A (document), 2380 of issue and of expiry', 'correct one of the two', 34, chk_304),
        ('CHK-305', 'A document takes effect before it expires', Severity.ERROR, '', 'Document', '', 'day(effective_date_time) <= day(expiration_date_time)', 'expiration_date_time', 'document {otherwise(id, "")} expires on {day(expiration_date_time)}, before it takes effect on {day(effective_date_time)}', 'WCO 276 (effective date), 2380 of expiry', 'correct one of the two', 44, chk_305),
        ('CHK-306', 'A document is valid on the day of the declaration', Severity.WARNING, 'Declaration', 'Document', '', 'day(otherwise(document.acceptance_date_time, document.issue_date_time)) <= day(expiration_date_time)', 'expiration_date_time', 'document {otherwise(id, "")} expired on {day(expiration_date_time)}, before the declaration of {day(otherwise(document.acceptance_date_time, document.issue_date_time))}', '2380 of expiry against WCO 023 (acceptance), else D011 (issue)', 'use a document that is valid, or correct the date', 54, chk_306),
        ('CHK-307', 'An invoice is older than the declaration', Severity.WARNING, 'Declaration', 'Invoice', '', 'day(issue_date_time) <= day(otherwise(document.acceptance_date_time, document.issue_date_time))', 'issue_date_time', 'invoice {otherwise(id, "")} is of {day(issue_date_time)}, the declaration of {day(otherwise(document.acceptance_date_time, document.issue_date_time))}', 'WCO D015 (issue of the invoice) against 023 (acceptance), else D011 (issue)', 'correct the date, or name the right invoice', 65, chk_307),
        ('CHK-308', 'Who passes a place arrives before departing', Severity.ERROR, '', 'Itinerary', '', 'day(arrival_date_time) <= day(departure_date_time)', 'departure_date_time', 'departure on {day(departure_date_time)}, before arrival on {day(arrival_date_time)}', 'WCO 208 (arrival) and 209 (departure) of one place of the route', 'correct one of the two', 76, chk_308),
        ('CHK-309', 'A consignment departs before it arrives', Severity.WARNING, '', 'Consignment', '', 'day(departure_transport_means.departure_date_time) <= day(otherwise(arrival_transport_means.actual_arrival_date_time, arrival_transport_means.estimated_arrival_date_time))', 'departure_transport_means.departure_date_time', 'departure on {day(departure_transport_means.departure_date_time)}, arrival on {day(otherwise(arrival_transport_means.actual_arrival_date_time, arrival_transport_means.estimated_arrival_date_time))}', 'departure against WCO 498 (actual arrival), else 172 (estimated arrival)', 'correct one of the two', 86, chk_309),
        ('CHK-310', 'Goods are loaded before they leave', Severity.ERROR, '', 'Location', '', 'day(loading_date_time) <= day(departure_date_time)', 'loading_date_time', 'loaded on {day(loading_date_time)}, after departure on {day(departure_date_time)}', 'WCO 031 (loading) and 169 (departure)', 'correct one of the two', 96, chk_310),
        ('CHK-311', 'Goods are produced before they expire', Severity.ERROR, '', 'Commodity', 'size(production_date_times) > 0', 'production_date_times.all(p, day(p) <= day(product_expiry_date_time))', 'product_expiry_date_time', 'the goods expire on {day(product_expiry_date_time)}, before production on {production_date_times.map(p, day(p))}', 'WCO 354 (expiry of the product) against its production', 'correct one of the two', 106, chk_311),
        ('CHK-312', 'Goods are manufactured before their best is over', Severity.ERROR, '', 'Commodity', '', 'day(manufacture_date_time) <= day(best_before_date_time)', 'best_before_date_time', 'best before {day(best_before_date_time)}, but manufactured on {day(manufacture_date_time)}', 'WCO 266 (best before) and 442 (manufacture)', 'correct one of the two', 117, chk_312),
        ('CHK-313', 'A declaration takes effect before it expires', Severity.ERROR, 'Declaration', 'document', '', 'day(effective_date_time) <= day(expiration_date_time)', 'expiration_date_time', 'expires on {day(expiration_date_time)}, before it takes effect on {day(effective_date_time)}', '2380 of effect and of expiry', 'correct one of the two', 127, chk_313),
        ('CHK-314', 'What was rejected is not released', Severity.ERROR, 'Declaration', 'document', 'has(rejection_date_time.value)', '!has(release_date_time.value)', 'release_date_time', 'rejected on {rejection_date_time}, yet released on {release_date_time}', 'WCO 374 (rejection) and 277 (release) exclude each other', 'remove one of the two', 138, chk_314),
        ('CHK-315', 'Goods leave after their export is accepted', Severity.WARNING, 'Declaration', 'document', 'type_code.startsWith("EX")', 'day(acceptance_date_time) <= day(exit_date_time)', 'exit_date_time', 'exit on {day(exit_date_time)}, before acceptance on {day(acceptance_date_time)}', 'WCO 024 (exit) and 023 (acceptance)', 'correct one of the two, unless it is declared afterwards', 150, chk_315),
        ('CHK-316', 'Duties are due after the declaration', Severity.WARNING, 'Declaration', 'Payment', '', 'day(due_date_time) >= day(otherwise(document.acceptance_date_time, document.issue_date_time))', 'due_date_time', 'due on {day(due_date_time)}, before the declaration of {day(otherwise(document.acceptance_date_time, document.issue_date_time))}', 'WCO 376 (due date) against 023 (acceptance), else D011 (issue)', 'correct the date', 162, chk_316),
        ('CHK-317', 'People are born before they travel', Severity.ERROR, 'Declaration', 'Person', '', 'day(birth_date_time) < day(document.issue_date_time)', 'birth_date_time', 'born on {day(birth_date_time)}, reported on {day(document.issue_date_time)}', '2380 with the qualifier 329 (date of birth) against WCO D011 (issue)', 'correct the date; two digits of a year are read as 1970 to 2069', 173, chk_317),
        ('CHK-318', 'A rate of exchange is known on the day of the declaration', Severity.WARNING, 'Declaration', 'CurrencyExchange', '', 'day(effective_date_time) <= day(otherwise(document.acceptance_date_time, document.issue_date_time))', 'effective_date_time', 'the rate of {currency_code} is of {day(effective_date_time)}, the declaration of {day(otherwise(document.acceptance_date_time, document.issue_date_time))}', 'the date of WCO 118 (rate of exchange) against 023 (acceptance), else D011 (issue)', 'use the rate of the day', 184, chk_318),
        ('CHK-319', 'An event is recorded after it happened', Severity.WARNING, '', 'Event', '!(otherwise(classifier_code, "") in ["planned", "estimated"])', 'day(date_time) <= day(recorded_date_time)', 'recorded_date_time', 'happened on {day(date_time)}, recorded on {day(recorded_date_time)}', 'what has happened is recorded afterwards; plans and estimates are left out', 'correct one of the two', 195, chk_319),
        ('CHK-320', 'An event ends after it began', Severity.ERROR, '', 'Event', '', 'day(date_time) <= day(end_date_time)', 'end_date_time', 'began on {day(date_time)}, ended on {day(end_date_time)}', 'begin and end of one event', 'correct one of the two', 206, chk_320),
        ('CHK-321', 'A status was reached before it was told', Severity.WARNING, 'Response', 'Status', '', 'day(effective_date_time) <= day(document.issue_date_time)', 'effective_date_time', 'the status is of {day(effective_date_time)}, the response of {day(document.issue_date_time)}', 'WCO 380 (effective date of the status) against D029 (issue of the response)', 'correct one of the two', 216, chk_321),
    ),
    '495eef2bfcffb4087d1dafdcfbd268810b111b8d363b8488b49027256409a1f3': (
        ('CHK-601', 'Goods items are numbered 1, 2, 3 …', Severity.ERROR, 'Declaration', 'document', 'size(amendments) == 0', 'dense(goods_items.map(g, g.sequence_numeric))', 'goods_items', 'goods items are numbered {goods_items.map(g, g.sequence_numeric)}, not 1 to {size(goods_items)}', 'WCO 006 (sequence number) of WCO 68A (goods items); answers point at items by it', 'number them anew', 3, chk_601),
        ('CHK-602', 'A container stands once in a consignment', Severity.ERROR, '', 'Consignment', '', 'unique(transport_equipments.filter(e, has(e.id)).map(e, e.id))', 'transport_equipments', '{repeated(transport_equipments.filter(e, has(e.id)).map(e, e.id))} stands more than once', 'WCO 159 (identification of equipment) names one unit', 'leave one, or correct the number', 15, chk_602),
        ('CHK-603', 'A seal is on one unit', Severity.WARNING, '', 'Consignment', '', 'unique(flat(transport_equipments.map(e, e.seals.filter(s, has(s.id)).map(s, s.id))))', 'transport_equipments', 'seal {repeated(flat(transport_equipments.map(e, e.seals.filter(s, has(s.id)).map(s, s.id))))} stands more than once', 'WCO 165 (seal number) names one seal', 'correct the numbers', 25, chk_603),
        ('CHK-604', 'A document stands once with a goods item', Severity.WARNING, '', 'GoodsItem', '', 'unique(additional_documents.filter(d, has(d.id) && !has(d.line_numeric)).map(d, otherwise(d.category_code, "") + otherwise(d.type_code, "") + " " + d.id))', 'additional_documents', 'document {repeated(additional_documents.filter(d, has(d.id) && !has(d.line_numeric)).map(d, otherwise(d.category_code, "") + otherwise(d.type_code, "") + " " + d.id))} stands more than once', 'WCO D006 (type) and D005 (number) of one document; lines of a licence are left out', 'leave one', 35, chk_604),
        ('CHK-605', 'A previous document stands once with a goods item', Severity.WARNING, '', 'GoodsItem', '', 'unique(previous_documents.filter(d, has(d.id) && !has(d.line_numeric)).map(d, otherwise(d.category_code, "") + otherwise(d.type_code, "") + " " + d.id))', 'previous_documents', 'previous document {repeated(previous_documents.filter(d, has(d.id) && !has(d.line_numeric)).map(d, otherwise(d.category_code, "") + otherwise(d.type_code, "") + " " + d.id))} stands more than once', 'WCO D019 (type) and D018 (number) of one document; single lines of it are left out', 'leave one', 47, chk_605),
        ('CHK-606', 'A declaration has one importer, one exporter and one declarant', Severity.WARNING, 'Declaration', 'document', '', 'unique(parties.filter(p, p.role in ["importer", "exporter", "declarant"] && !has(p.level)).map(p, p.role))', 'parties', 'there is more than one {repeated(parties.filter(p, p.role in ["importer", "exporter", "declarant"] && !has(p.level)).map(p, p.role))}', 'WCO 74A (importer), 57A (exporter), 57B (declarant) stand once', 'leave one; parties of an item stand with the item', 59, chk_606),
        ('CHK-607', 'An invoice stands once', Severity.WARNING, 'Declaration', 'document', '', 'unique(invoices.filter(i, has(i.id)).map(i, i.id))', 'invoices', 'invoice {repeated(invoices.filter(i, has(i.id)).map(i, i.id))} stands more than once', 'WCO D016 (number of the invoice) names one invoice', 'leave one', 70, chk_607),
        ('CHK-608', 'The containers of goods items are among those of the consignment', Severity.ERROR, 'Declaration', 'document', 'size(amendments) == 0 && size(consignment.transport_equipments) > 0', 'within(flat(goods_items.map(g, g.commodity.transport_equipments.map(e, e.id))), consignment.transport_equipments.map(e, e.id))', 'goods_items', 'container {missing(flat(goods_items.map(g, g.commodity.transport_equipments.map(e, e.id))), consignment.transport_equipments.map(e, e.id))} of a goods item is not among those of the consignment', 'WCO 159 (identification of equipment) of an item refers to WCO 31B (transport equipment) of the consignment', 'add the container, or correct its number', 81, chk_608),
        ('CHK-609', 'Lines of invoices refer to goods items that are there', Severity.ERROR, 'Declaration', 'document', 'size(amendments) == 0 && size(goods_items) > 0', 'within(flat(invoices.map(i, i.lines.filter(l, has(l.goods_item_number)).map(l, l.goods_item_number))), goods_items.map(g, g.sequence_numeric))', 'invoices', 'goods item {missing(flat(invoices.map(i, i.lines.filter(l, has(l.goods_item_number)).map(l, l.goods_item_number))), goods_items.map(g, g.sequence_numeric))} of an invoice line is not there', 'the number refers to WCO 006 (sequence number) of WCO 68A (goods items)', 'correct the number, or add the item', 93, chk_609),
        ('CHK-610', 'Goods items refer to invoices that are there', Severity.ERROR, 'Declaration', 'document', 'size(amendments) == 0 && invoices.exists(i, has(i.id))', 'within(goods_items.filter(g, has(g.commodity.invoice_line.invoice_id)).map(g, g.commodity.invoice_line.invoice_id), invoices.map(i, i.id))', 'goods_items', 'invoice {missing(goods_items.filter(g, has(g.commodity.invoice_line.invoice_id)).map(g, g.commodity.invoice_line.invoice_id), invoices.map(i, i.id))} of a goods item is not there', 'the number refers to WCO D016 (number of the invoice)', 'correct the number, or add the invoice', 105, chk_610),
        ('CHK-611', 'House consignments are numbered apart', Severity.ERROR, '', 'Consignment', '', 'unique(house_consignments.filter(h, has(h.sequence_numeric)).map(h, h.sequence_numeric))', 'house_consignments', 'house consignment {repeated(house_consignments.filter(h, has(h.sequence_numeric)).map(h, h.sequence_numeric))} stands more than once', 'WCO 006 (sequence number) of WCO 21C (house consignments)', 'number them anew', 117, chk_611),
        ('CHK-612', 'Goods have one code in a nomenclature', Severity.WARNING, '', 'Commodity', '', 'unique(classifications.filter(c, c.type in ["TSP", "TRC", "HS"]).map(c, c.type))', 'classifications', 'there is more than one code of {repeated(classifications.filter(c, c.type in ["TSP", "TRC", "HS"]).map(c, c.type))}', 'WCO 145 (commodity code) in one nomenclature of 7143', 'leave the code that holds', 127, chk_612),
        ('CHK-613', 'A tax stands once with a goods item', Severity.WARNING, '', 'Commodity', '', 'unique(duty_tax_fees.filter(d, has(d.type_code) && has(d.payment.tax_assessed_amount.value) && !has(d.tax_rate_numeric)).map(d, d.type_code))', 'duty_tax_fees', 'tax {repeated(duty_tax_fees.filter(d, has(d.type_code) && has(d.payment.tax_assessed_amount.value) && !has(d.tax_rate_numeric)).map(d, d.type_code))} stands more than once', 'WCO 113 (type of tax); several rates of one tax are left out', 'leave one', 137, chk_613),
    ),
    '1a7b27a0103477b3e830aed304d290ac5a299398fab688914eabb2979f3df44b': (
        ('CHK-501', 'A container number has its check digit', Severity.WARNING, '', 'TransportEquipment', 'id.matches("^[A-Z]{4}[0-9]{7}$")', 'container_number(id)', 'id', 'container number {id} has a wrong check digit or kind of equipment', 'ISO 6346: owner, U, J or Z, six digits, check digit', 'read the number from the container again', 3, chk_501),
        ('CHK-502', 'An IMO number has its check digit', Severity.WARNING, '', 'TransportMeans', 'identification_type_code == "10" || id.matches("^IMO ?[0-9]")', 'ship_number(id)', 'id', '{id} is no IMO ship number: seven digits, the last of them the check digit', 'the IMO ship identification number scheme; type 10 of EU element 19 08 061 000 is that number', 'look the ship up, or correct the type of identification', 14, chk_502),
        ('CHK-503', 'The number of a flight is shaped as one', Severity.WARNING, '', 'TransportMeans', 'identification_type_code == "40"', 'flight_number(id)', 'id', '{id} is no flight number', 'an IATA flight number is the airline and one to four digits; type 40 of EU element 19 08 061 000 is that number', 'write it like LH8123, or correct the type of identification', 25, chk_503),
        ('CHK-504', 'The type of identification fits the mode of transport', Severity.WARNING, '', 'TransportMeans', 'identification_type_code.matches("^[1-8][01]$") && mode_code in ["1", "2", "3", "4", "8"]', 'start(identification_type_code, 1) == mode_code', 'identification_type_code', 'type of identification {identification_type_code} does not go with mode of transport {mode_code}', 'EU element 19 08 061 000 begins with the mode of UN/ECE Rec. 19: 10 and 11 ships, 20 and 21 rail, 30 and 31 road, 40 and 41 air, 80 and 81 inland vessels', 'correct one of the two', 36, chk_504),
        ('CHK-505', "A ship's radio identity is shaped as one", Severity.WARNING, '', 'TransportMeans', 'mode_code == "1" && id.matches("^[0-9]{9}$")', 'station_number(id)', 'id', '{id} is no MMSI of a ship', 'ITU-R M.585: nine digits, the first 2 to 7 for its region', "write the ship's own MMSI or its IMO number", 47, chk_505),
        ('CHK-506', 'The European number of an inland vessel has eight digits', Severity.WARNING, '', 'TransportMeans', 'identification_type_code == "80"', 'id.matches("^[0-9]{8}$")', 'id', '{id} is no ENI of a vessel', 'type 80 of EU element 19 08 061 000 is the European vessel identification number, of eight digits', 'write eight digits, or correct the type of identification', 58, chk_506),
        ('CHK-507', 'The number of an economic operator begins with a country and is of its shape', Severity.WARNING, '', 'Party', 'role in ["importer", "exporter", "declarant", "agent"] && id.matches("^[A-Za-z]{2}[0-9]{6}")', 'operator_number(id) && known("countries-customs", start(id, 2))', 'id', '{id} is not shaped as an EORI number, or there is no such country', 'EORI: two letters of the country and up to 15 letters or digits', 'write it in capitals without blanks', 69, chk_507),
        ('CHK-508', 'A unique consignment reference is shaped as the WCO has it', Severity.WARNING, '', 'UCR', 'id.matches("^[0-9][A-Za-z]{2}")', 'unique_consignment_reference(id) && known("countries-customs", start(rest(id, 1), 2))', 'id', '{id} is not shaped as a unique consignment reference', "WCO 016 (UCR): the last digit of the year, the country, then the trader's own; 35 characters at most", 'write it in capitals without blanks', 80, chk_508),
        ('CHK-509', 'The movement reference number of a declaration has its check digit', Severity.WARNING, 'Declaration', 'document', 'id.matches("^[0-9]{2}[A-Z]{2}[A-Z0-9]{13}[0-9]$")', 'movement_reference(id)', 'id', '{id} has a wrong check digit for a movement reference number', 'an EU movement reference number ends in a check digit that is found as in ISO 6346', "copy it from the administration's answer", 91, chk_509),
        ('CHK-510', 'The number of an air waybill has its check digit', Severity.WARNING, '', 'Document', 'type_code in ["740", "741", "N740", "N741"]', 'air_waybill(id)', 'id', '{id} is no number of an air waybill', '1001 codes 740 and 741 are air waybills; IATA: airline, seven digits, check digit modulo 7', 'write eleven digits, as in 020-12345675', 103, chk_510),
        ('CHK-511', 'The number of an article, a place or a logistic unit has its check digit', Severity.ERROR, '', 'Identifier', 'scheme in ["gtin", "gln", "sscc"]', 'article_number(value)', 'value', '{value} is no {scheme}: the check digit or the number of digits is wrong', 'GS1: the last digit is a check digit modulo 10 of weights 3 and 1', 'read the number again', 114, chk_511),
        ('CHK-512', 'A legal entity identifier has its check digits', Severity.ERROR, '', 'Identifier', 'scheme == "lei"', 'legal_entity(value)', 'value', '{value} is no legal entity identifier', 'ISO 17442: 18 characters and two check digits (ISO 7064, modulo 97)', 'look the company up', 125, chk_512),
        ('CHK-513', 'A bank account number has its check digits', Severity.WARNING, '', 'Bank', 'reference_id.matches("^[A-Z]{2}[0-9]{2}[A-Z0-9]{11}")', 'bank_account(reference_id)', 'reference_id', '{reference_id} has wrong check digits for an IBAN', 'ISO 13616: two check digits behind the country (ISO 7064, modulo 97)', 'ask for the account again', 136, chk_513),
        ('CHK-514', 'A vehicle identification number has 17 characters', Severity.WARNING, '', 'Vehicle', '', 'vehicle_number(vin)', 'vin', '{vin} is no vehicle identification number', 'ISO 3779: 17 capitals and digits, none of them I, O or Q', 'read it from the vehicle again; it may be a chassis number of an older one', 147, chk_514),
        ('CHK-515', 'The number of an article in an invoice has its check digit', Severity.WARNING, '', 'InvoiceLine', 'product_scheme in ["EN", "SRV", "UP"]', 'article_number(product_id)', 'product_id', '{product_id} is no GTIN: the check digit or the number of digits is wrong', '7143 codes EN, SRV and UP are numbers of GS1, the last digit a check digit modulo 10', 'read the number again', 157, chk_515),
    ),
    'c170b93593d7e814b78fc8e4d054db93a5a301fb02816a0602804fb063ce148a': (
        ('CHK-101', 'The net mass of goods is not more than their gross mass', Severity.ERROR, '', 'GoodsMeasure', '', 'kilograms(net_mass) <= kilograms(gross_mass)', 'net_mass', 'net mass {kilograms(net_mass)} kg is more than gross mass {kilograms(gross_mass)} kg', 'WCO 126 (gross mass) is 128 (net mass) with the packing', 'correct one of the two', 4, chk_101),
        ('CHK-102', 'The total gross mass is the sum of the goods items', Severity.ERROR, 'Declaration', 'document', 'size(amendments) == 0 && size(goods_items) > 0', 'abs(total(goods_items.map(g, kilograms(g.commodity.goods_measure.gross_mass))) - kilograms(total_gross_mass)) <= 1', 'total_gross_mass', 'total gross mass is {kilograms(total_gross_mass)} kg, the items add up to {total(goods_items.map(g, kilograms(g.commodity.goods_measure.gross_mass)))} kg', 'WCO 131 (total gross mass) sums WCO 126 (gross mass) of the items; a kilogram is left for rounding', 'correct the total, or the item that is wrong', 14, chk_102),
        ('CHK-103', 'The net masses of the goods items are not more than the total gross mass', Severity.ERROR, 'Declaration', 'document', 'size(amendments) == 0 && size(goods_items) > 0', 'total(goods_items.map(g, kilograms(g.commodity.goods_measure.net_mass))) <= kilograms(total_gross_mass) + 1', 'total_gross_mass', "the items' net masses add up to {total(goods_items.map(g, kilograms(g.commodity.goods_measure.net_mass)))} kg, more than the total gross mass of {kilograms(total_gross_mass)} kg", 'WCO 131 (total gross mass) has the packing in it, WCO 128 (net mass) has not', 'correct the total, or the item that is wrong', 26, chk_103),
        ('CHK-104', 'The total of packages is the sum of the goods items', Severity.WARNING, 'Declaration', 'document', 'size(amendments) == 0 && size(goods_items) > 0 && size(other_packagings) == 0 && !goods_items.exists(g, g.packagings.exists(p, otherwise(p.type_code, "") in ["VG", "VL", "VO", "VQ", "VR", "VS", "VY", "NE", "NF", "NG"]))', 'total(flat(goods_items.map(g, g.packagings.map(p, p.quantity)))) == total_package_quantity', 'total_package_quantity', 'the total is {total_package_quantity} packages, the items add up to {total(flat(goods_items.map(g, g.packagings.map(p, p.quantity))))}', 'WCO 146 (total packages) sums WCO 144 (number of packages) of the items; goods in bulk and unpacked (Rec. 21) are left out', 'correct the total, or the item that is wrong; items packed together count their packages once', 38, chk_104),
        ('CHK-105', 'The number of goods items is as stated', Severity.ERROR, 'Declaration', 'document', 'size(amendments) == 0 && size(goods_items) > 0', 'goods_item_quantity == size(goods_items)', 'goods_item_quantity', '{goods_item_quantity} goods items are stated, {size(goods_items)} are there', 'WCO 228 (number of items) counts WCO 68A (goods items)', 'correct the number, or find the lost item', 52, chk_105),
        ('CHK-106', 'The gross mass of a consignment is the sum of its items', Severity.ERROR, '', 'Consignment', 'size(consignment_items) > 0', 'abs(total(consignment_items.map(i, kilograms(i.goods_measure.gross_mass))) - kilograms(total_gross_mass)) <= 1', 'total_gross_mass', 'total gross mass is {kilograms(total_gross_mass)} kg, the consignment items add up to {total(consignment_items.map(i, kilograms(i.goods_measure.gross_mass)))} kg', 'WCO 131 (total gross mass) sums WCO 126 (gross mass) of WCO 29A (consignment items); a kilogram is left for rounding', 'correct the total, or the item that is wrong', 64, chk_106),
        ('CHK-107', 'The number of transport equipments is as stated', Severity.ERROR, '', 'Consignment', 'size(transport_equipments) > 0', 'transport_equipment_quantity == size(transport_equipments)', 'transport_equipment_quantity', '{transport_equipment_quantity} units of equipment are stated, {size(transport_equipments)} are there', 'the number counts WCO 31B (transport equipment)', 'correct the number, or find the lost unit', 75, chk_107),
        ('CHK-108', 'The number of seals of a unit is as stated', Severity.ERROR, '', 'TransportEquipment', 'size(seals) > 0', 'seals_affixed_quantity == size(seals)', 'seals_affixed_quantity', '{seals_affixed_quantity} seals are stated for {otherwise(id, "the unit")}, {size(seals)} are named', 'WCO 227 (number of seals) counts WCO 44B (seals)', 'correct the number, or name all seals', 86, chk_108),
        ('CHK-109', 'The number of seals of a declaration is as stated', Severity.ERROR, 'Declaration', 'document', 'size(amendments) == 0 && size(consignment.unattached_seals) == 0 && consignment.transport_equipments.exists(e, size(e.seals) > 0)', 'seals_affixed_quantity == size(flat(consignment.transport_equipments.map(e, e.seals)))', 'seals_affixed_quantity', '{seals_affixed_quantity} seals are stated, {size(flat(consignment.transport_equipments.map(e, e.seals)))} are named', 'WCO 227 (number of seals) counts WCO 44B (seals)', 'correct the number, or name all seals', 97, chk_109),
        ('CHK-110', 'A loaded unit weighs no less than the empty one', Severity.ERROR, '', 'TransportEquipment', '', 'kilograms(gross_mass) >= kilograms(tare_mass)', 'gross_mass', 'gross mass {kilograms(gross_mass)} kg is less than the tare of {kilograms(tare_mass)} kg', 'the gross mass of a unit has its tare in it', 'correct one of the two', 109, chk_110),
        ('CHK-111', 'The verified gross mass of a container is more than its tare', Severity.ERROR, '', 'TransportEquipment', 'otherwise(fullness_code, "") != "4"', 'kilograms(verified_gross_mass) > kilograms(tare_mass)', 'verified_gross_mass', 'verified gross mass {kilograms(verified_gross_mass)} kg is not more than the tare of {kilograms(tare_mass)} kg', 'SOLAS VI/2 has the cargo and the container weighed together; 8169 code 4 is an empty container', 'state the mass of cargo and container together', 119, chk_111),
        ('CHK-112', 'Goods weigh something', Severity.ERROR, '', 'GoodsMeasure', '', 'gross_mass.value > 0', 'gross_mass', 'gross mass {gross_mass.value} is not more than nothing', 'WCO 126 (gross mass)', 'state the mass with the packing', 130, chk_112),
        ('CHK-113', 'The gross mass of a consignment is the sum of its house consignments', Severity.ERROR, '', 'Consignment', 'size(house_consignments) > 0', 'abs(total(house_consignments.map(h, kilograms(h.total_gross_mass))) - kilograms(total_gross_mass)) <= 1', 'total_gross_mass', 'total gross mass is {kilograms(total_gross_mass)} kg, the house consignments add up to {total(house_consignments.map(h, kilograms(h.total_gross_mass)))} kg', 'WCO 131 (total gross mass) of a consignment sums that of its WCO 21C (house consignments); a kilogram is left for rounding', 'correct the total, or the house consignment that is wrong', 140, chk_113),
        ('CHK-114', 'The net volume of goods is not more than their gross volume', Severity.ERROR, '', 'GoodsMeasure', 'otherwise(net_volume.unit, "") == otherwise(gross_volume.unit, "")', 'net_volume.value <= gross_volume.value', 'net_volume', 'net volume {net_volume.value} is more than gross volume {gross_volume.value}', 'WCO 470 (gross volume) is 474 (net volume) with the packing', 'correct one of the two', 151, chk_114),
        ('CHK-115', 'The total of packages of a consignment is the sum of its items', Severity.ERROR, '', 'Consignment', 'size(consignment_items) > 0', 'total(flat(consignment_items.map(i, i.packagings.map(p, p.quantity)))) == total_package_quantity', 'total_package_quantity', 'the total is {total_package_quantity} packages, the items add up to {total(flat(consignment_items.map(i, i.packagings.map(p, p.quantity))))}', 'the total sums WCO 144 (number of packages) of WCO 29A (consignment items)', 'correct the total, or the item that is wrong', 162, chk_115),
        ('CHK-116', 'The temperatures of a unit are in order', Severity.ERROR, '', 'TransportEquipment', 'otherwise(minimum_temperature.unit, "") == otherwise(maximum_temperature.unit, "")', 'minimum_temperature.value <= maximum_temperature.value', 'minimum_temperature', 'the lowest temperature {minimum_temperature.value} is above the highest, {maximum_temperature.value}', '6245 (temperature type) sets bounds', 'exchange the two, or look for a lost sign', 173, chk_116),
        ('CHK-117', 'The net tonnage of a ship is not more than its gross tonnage', Severity.ERROR, '', 'TransportMeans', '', 'net_tonnage.value <= gross_tonnage.value', 'net_tonnage', 'net tonnage {net_tonnage.value} is more than gross tonnage {gross_tonnage.value}', 'the International Convention on Tonnage Measurement of Ships (1969) derives net from gross tonnage, as a part of it', 'correct one of the two', 184, chk_117),
        ('CHK-118', 'What goods are made of adds up to no more than all of them', Severity.WARNING, '', 'Commodity', 'size(constituents) > 0', 'total(constituents.filter(c, has(c.percentage)).map(c, c.percentage)) <= 100', 'constituents', 'the constituents add up to {total(constituents.filter(c, has(c.percentage)).map(c, c.percentage))} per cent', 'percentages of one whole', 'correct the percentages', 194, chk_118),
    ),
    '5fd294c1aa6e0bed9449e63f57552dd3d65016b3274908f55e3a12f0cb5dc4d8': (
        ('CHK-701', 'An export names its country of destination', Severity.ERROR, 'Declaration', 'document', 'size(amendments) == 0 && type_code.startsWith("EX") && size(goods_items) > 0', 'has(destination.country_code) || goods_items.all(g, has(g.destination.country_code))', 'destination.country_code', 'the country of destination is missing', 'an export goes somewhere (SAD box 17; WCO 99B, destination)', 'state it for the whole or for each item', 4, chk_701),
        ('CHK-702', 'An imported item names its origin', Severity.WARNING, 'Declaration', 'GoodsItem', 'document.type_code.startsWith("IM")', 'size(origins) > 0', 'origins', 'the country of origin is missing', 'duties and measures depend on it (SAD box 34; WCO 063, country of origin)', 'add the origin', 16, chk_702),
        ('CHK-703', 'A procedure that follows another names a previous document', Severity.WARNING, 'Declaration', 'GoodsItem', 'procedures.exists(p, p.previous_code in ["51", "53", "54", "71", "21", "22", "78", "91"])', 'size(previous_documents) > 0 || size(document.previous_documents) > 0', 'previous_documents', 'procedure {procedures.map(p, otherwise(p.current_code, "") + otherwise(p.previous_code, ""))[0]} follows another, no previous document is named', 'WCO 161 (previous procedure) has left a declaration behind, WCO 99A (previous document)', 'name that declaration', 28, chk_703),
        ('CHK-704', 'A preference rests on a preferential origin', Severity.WARNING, '', 'GoodsItem', 'commodity.duty_tax_fees.exists(d, d.duty_regime_code.matches("^[23][0-9]{2}$")) && origins.all(o, has(o.type_code)) && size(origins) > 0', 'origins.exists(o, o.type_code == "2")', 'origins', 'preference {commodity.duty_tax_fees.filter(d, has(d.duty_regime_code)).map(d, d.duty_regime_code)} is claimed, no preferential origin is stated', 'WCO 164 (preference) of 200 or 300 and more claims a preference; WCO 501 (type of origin) 2 is preferential', 'add the preferential origin, or claim no preference', 40, chk_704),
        ('CHK-705', 'A preference has a document with it', Severity.WARNING, 'Declaration', 'GoodsItem', 'commodity.duty_tax_fees.exists(d, d.duty_regime_code.matches("^[23][0-9]{2}$"))', 'size(additional_documents) + size(supporting_documents) + size(document.additional_documents) + size(document.supporting_documents) > 0', 'additional_documents', 'preference {commodity.duty_tax_fees.filter(d, has(d.duty_regime_code)).map(d, d.duty_regime_code)} is claimed without any document', 'a preference (WCO 164) is proved, by a certificate or a statement on origin (WCO 02A)', 'add the proof of origin', 51, chk_705),
        ('CHK-706', 'Export procedures stand in export declarations only', Severity.WARNING, 'Declaration', 'GoodsItem', 'document.type_code.startsWith("IM") && procedures.exists(p, p.current_code.matches("^[0-9]{2}$") || p.current_code.matches("^[0-9]{4}$"))', '!procedures.exists(p, p.current_code.matches("^[123][0-9]$") || p.current_code.matches("^[123][0-9]{3}$"))', 'procedures', 'procedure {procedures.filter(p, has(p.current_code)).map(p, p.current_code)} in an import declaration', 'EU element 11 09 001 000 (WCO 166): 1, 2 and 3 begin procedures of export', 'correct the procedure or the type of declaration', 63, chk_706),
        ('CHK-707', 'Import procedures stand in import declarations only', Severity.WARNING, 'Declaration', 'GoodsItem', 'document.type_code.startsWith("EX")', '!procedures.exists(p, p.current_code.matches("^[456][0-9]$") || p.current_code.matches("^[456][0-9]{3}$"))', 'procedures', 'procedure {procedures.filter(p, has(p.current_code)).map(p, p.current_code)} in an export declaration', 'EU element 11 09 001 000 (WCO 166): 4, 5 and 6 begin procedures of import', 'correct the procedure or the type of declaration', 75, chk_707),
        ('CHK-708', 'Goods in containers are in containers that are named', Severity.WARNING, 'Declaration', 'document', 'consignment.container_code == "1"', 'size(consignment.transport_equipments) > 0 || goods_items.exists(g, size(g.commodity.transport_equipments) > 0)', 'consignment.container_code', 'goods are said to be in containers, no container is named', 'WCO 096 (container indicator): 1 is in containers; WCO 31B (transport equipment) names them', 'name the containers, or correct the indicator', 87, chk_708),
        ('CHK-709', 'Goods not in containers name no containers', Severity.WARNING, '', 'Consignment', 'container_code == "0"', '!transport_equipments.exists(e, e.id.matches("^[A-Z]{3}U[0-9]{7}$"))', 'container_code', 'goods are said not to be in containers, yet {transport_equipments.filter(e, has(e.id)).map(e, e.id)} is named', 'WCO 096 (container indicator): 0 is not in containers; ISO 6346 numbers with U are freight containers', 'correct the indicator, or remove the containers', 99, chk_709),
        ('CHK-710', 'Terms of sea transport go with a ship', Severity.WARNING, 'Declaration', 'document', 'trade_terms.condition_code in ["FAS", "FOB", "CFR", "CIF"] && has(border_transport_means.mode_code)', 'start(border_transport_means.mode_code, 1) in ["0", "1", "6", "8", "9"]', 'trade_terms.condition_code', '{trade_terms.condition_code} with mode of transport {border_transport_means.mode_code}', 'list incoterms: FAS, FOB, CFR and CIF are for sea and inland water; list transport-modes (UN/ECE Rec. 19)', 'use FCA, CPT or CIP, or correct the mode of transport', 110, chk_710),
        ('CHK-711', 'Goods that leave a country go to another', Severity.WARNING, 'Declaration', 'document', 'type_code.startsWith("EX")', 'destination.country_code != export_country_code', 'destination.country_code', 'exported from {export_country_code} to {destination.country_code}', 'WCO 062 (country of export) and 99B (destination) of an export', 'correct one of the two', 122, chk_711),
        ('CHK-712', 'A transit has a guarantee', Severity.WARNING, 'Declaration', 'document', 'type_code in ["T", "T1", "T2", "T2F"]', 'size(obligation_guarantees) > 0', 'obligation_guarantees', 'no guarantee is named for the transit', 'WCO 90A (guarantee), SAD box 52', 'name the guarantee', 134, chk_712),
        ('CHK-713', 'A cancellation names what it cancels', Severity.ERROR, 'Declaration', 'document', 'function_code == "1"', 'has(id) || has(functional_reference_id) || size(previous_documents) > 0', 'id', 'a cancellation that does not say of what', '1225 code 1 cancels a document, by WCO D014 or D026 (its reference)', "name the administration's reference", 146, chk_713),
        ('CHK-714', 'An original changes nothing', Severity.WARNING, 'Declaration', 'document', 'function_code == "9"', 'size(amendments) == 0', 'amendments', 'an original that says what it changes', '1225 code 9 is an original; WCO 06A (amendment) changes an earlier document', 'send it as a change (4), or leave the amendments out', 158, chk_714),
        ('CHK-715', 'Dangerous goods name their class', Severity.WARNING, '', 'DangerousGoods', 'has(undg_id)', 'has(hazard_class_id)', 'hazard_class_id', 'UN {undg_id} without its hazard class', 'WCO 507 (hazard class) beside 506 (UN number); transport documents have both', 'add the class', 170, chk_715),
        ('CHK-716', 'What a licence is charged with is more than nothing', Severity.ERROR, '', 'WriteOff', '', 'quantity.value > 0', 'quantity', 'a licence is charged with {quantity.value}', 'WCO 502 (quantity charged to a document)', 'state the quantity, or leave the write-off out', 181, chk_716),
        ('CHK-717', 'A licence is charged with no more than the item weighs', Severity.WARNING, '', 'GoodsItem', '', 'additional_documents.filter(d, d.write_off.quantity.unit == "KGM" && has(d.write_off.quantity.value)).all(d, d.write_off.quantity.value <= kilograms(commodity.goods_measure.net_mass))', 'additional_documents', 'a licence is charged with {additional_documents.filter(d, d.write_off.quantity.unit == "KGM" && has(d.write_off.quantity.value)).map(d, d.write_off.quantity.value)} kg, the item weighs {kilograms(commodity.goods_measure.net_mass)} kg', 'WCO 502 (quantity charged to a document) against WCO 128 (net mass)', 'correct one of the two', 191, chk_717),
        ('CHK-718', 'Who represents another says how', Severity.WARNING, '', 'Party', 'role == "agent"', 'function_code in ["1", "2", "3"]', 'function_code', 'representation {function_code} is neither direct (2) nor indirect (3)', 'WCO 102 (function of the agent); EU element 13 06 030 000 has 2 and 3', 'write 2 or 3', 203, chk_718),
        ('CHK-719', 'An empty container holds no goods', Severity.WARNING, 'Declaration', 'document', 'consignment.transport_equipments.exists(e, e.fullness_code == "4")', 'size(repeated(flat([flat(goods_items.map(g, g.commodity.transport_equipments.map(e, e.id))), consignment.transport_equipments.filter(e, e.fullness_code == "4").map(e, e.id)]))) == 0 || size(goods_items) == 0', 'goods_items', 'goods are in {consignment.transport_equipments.filter(e, e.fullness_code == "4").map(e, e.id)}, which is said to be empty', '8169 code 4 is an empty container; WCO 159 (identification of equipment) of an item says where its goods are', 'correct the container or its state', 214, chk_719),
        ('CHK-720', 'A ship at the border is named', Severity.WARNING, 'Declaration', 'document', 'border_transport_means.mode_code == "1" && type_code.startsWith("EX") && has(border_transport_means.registration_nationality_code)', 'has(border_transport_means.id) || has(border_transport_means.name)', 'border_transport_means', 'the ship has a nationality but neither number nor name', 'WCO T005 (name) and T006 (number) of the means of transport at the border', 'add the IMO number', 228, chk_720),
    ),
}
