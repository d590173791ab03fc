// SPDX-License-Identifier: GPL-3.0-or-later
// Idle limits against the defaults of products: late is expected, early is not, and names prove nothing.
#include "app/diagnosis/products.h"
#include "records.h"

#include <QJsonArray>

using namespace doctor;
using diagnosis::SeenLimit;

namespace
{

QStringList namesFor(const SeenLimit& seen)
{
    QStringList ids;
    for (const auto& fit : diagnosis::matchProducts(seen, knowledge::productLimits())) {
        ids.append(fit.product->id);
    }
    return ids;
}

SeenLimit acted(double seconds, const QString& closes, const QString& protocol)
{
    return {.low = seconds, .high = seconds, .closes = closes, .protocol = protocol};
}

} // namespace

class TestDiagnosisProducts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void limitsActLateAndNotEarly()
    {
        QVERIFY(namesFor(acted(75.02, u"fin"_s, u"https"_s)).contains(u"nginx-keepalive"_s));
        QVERIFY(namesFor(acted(78.5, u"fin"_s, u"https"_s)).contains(u"nginx-keepalive"_s));
        QVERIFY(!namesFor(acted(80, u"fin"_s, u"https"_s)).contains(u"nginx-keepalive"_s));
        QVERIFY(!namesFor(acted(72, u"fin"_s, u"https"_s)).contains(u"nginx-keepalive"_s));
        QVERIFY(namesFor(acted(5.01, u"fin"_s, u"http"_s)).contains(u"node-keepalive"_s));
        QVERIFY(namesFor(acted(3, u"fin"_s, u"http"_s)).isEmpty());
    }

    void theWayOfClosingAndTheProtocolCount()
    {
        QVERIFY(namesFor(acted(351, u"reset-on-wake"_s, u"postgres"_s)).contains(u"aws-nlb-tcp"_s));
        QVERIFY(!namesFor(acted(351, u"fin"_s, u"postgres"_s)).contains(u"aws-nlb-tcp"_s));
        QVERIFY(!namesFor(acted(75, u"fin"_s, u"redis"_s)).contains(u"nginx-keepalive"_s));
        QVERIFY(!namesFor(acted(75, u"reset"_s, u"http"_s)).contains(u"nginx-keepalive"_s));
        QVERIFY(namesFor(acted(241, u"silence"_s, u"redis"_s)).startsWith(u"azure-load-balancer"_s));
    }

    void aWideBracketNamesNobody()
    {
        QVERIFY(!namesFor({.low = 342, .high = 355, .closes = u"silence"_s, .protocol = u"tcp"_s}).isEmpty());
        QVERIFY(namesFor({.low = 245, .high = 355, .closes = u"silence"_s, .protocol = u"tcp"_s}).isEmpty());
    }

    void theSessionNamesThem()
    {
        const auto knowledge = *knowledge::Knowledge::load(u"en"_s);
        const auto died = [](int order) {
            return Try(u"idle"_s)
                .ended(How::Fin, Phase::Idle)
                .with(u"afterRequest"_s, true)
                .seen(u"inQuiet"_s, u"fin"_s)
                .seen(u"wake"_s, u"not-tested"_s)
                .from(order * 0.3, 5)
                .idle(5.01);
        };
        const auto measured = session({record(u"service"_s, {}, {{u"protocol"_s, u"http"_s}}),
                                       record(u"idle-survival"_s, {died(0), died(1), died(2)})});
        const auto result = diagnosis::diagnosed(measured, *knowledge);
        const auto* finding = findingOf(result.findings, u"idle-product"_s);
        QVERIFY(finding != nullptr);
        QCOMPARE(finding->answer, u"server-default"_s);
        QVERIFY(finding->values.value(u"productNames").toString().contains(u"Node.js"));
        const auto first = finding->values.value(u"products").toArray().first().toObject();
        for (const auto* part : {"product", "seconds", "fit", "source", "verified"}) {
            QVERIFY2(first.contains(QLatin1String(part)), part);
        }
        const auto said = knowledge->text(u"answer.idle-product.server-default"_s, finding->values);
        QVERIFY(said.contains(u"Node.js") && said.contains(u"does not prove"));
    }

    void withoutALimitNobodyIsNamed()
    {
        const auto knowledge = *knowledge::Knowledge::load(u"en"_s);
        const auto alive = Try(u"idle"_s).seen(u"inQuiet"_s, u"nothing"_s).seen(u"wake"_s, u"alive"_s).idle(20);
        const auto result = diagnosis::diagnosed(session({record(u"idle-survival"_s, {alive, alive})}), *knowledge);
        QVERIFY(findingOf(result.findings, u"idle-product"_s) == nullptr);
    }
};

QTEST_APPLESS_MAIN(TestDiagnosisProducts)
#include "test_diagnosis_products.moc"
