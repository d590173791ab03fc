// SPDX-License-Identifier: GPL-3.0-or-later
// A setting is told only where it differs.
#include "app/figures/settings.h"

#include "app/core/model/names.h"
#include "app/core/model/proxy.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonObject>
#include <algorithm>
#include <functional>

namespace doctor::figures
{

namespace
{

using core::Session;

QString symptomText(const Session& session, const knowledge::Knowledge& knowledge)
{
    QStringList parts;
    for (auto it = session.symptoms.cbegin(); it != session.symptoms.cend(); ++it) {
        parts += QCoreApplication::translate("figures", "%1: %2", "question, answer")
                     .arg(knowledge.text(u"symptom."_qs + it.key()),
                          knowledge.text(u"symptom.%1.%2"_qs.arg(it.key(), it.value())));
    }
    return parts.join(u"; "_qs);
}

QString computerText(const Session& session)
{
    QStringList parts;
    for (auto it = session.environment.constBegin(); it != session.environment.constEnd(); ++it) {
        parts += it.value().isObject() || it.value().isArray() ? it.key() : it.value().toVariant().toString();
    }
    return parts.join(u", "_qs);
}

QString familyText(core::Family family)
{
    switch (family) {
    case core::Family::V4:
        return u"IPv4"_qs;
    case core::Family::V6:
        return u"IPv6"_qs;
    case core::Family::Any:
        break;
    }
    return QCoreApplication::translate("figures", "IPv4 and IPv6");
}

QJsonValue symptomValue(const Session& session)
{
    QJsonObject object;
    for (auto it = session.symptoms.cbegin(); it != session.symptoms.cend(); ++it) {
        object.insert(it.key(), it.value());
    }
    return object;
}

/// Without a password.
QString proxyText(const Session& session)
{
    const auto proxy = core::parseProxy(session.target.proxy);
    return proxy && *proxy ? core::displayName(**proxy) : QString();
}

QStringList idsOf(const Session& session, const std::function<bool(const core::TestRecord&)>& wanted)
{
    QStringList ids;
    for (const core::TestRecord& test : session.tests) {
        if (wanted(test)) {
            ids += test.id;
        }
    }
    return ids;
}

QStringList testsRun(const Session& session)
{
    return idsOf(session, [](const core::TestRecord& test) { return test.state == core::TestState::Done; });
}

QStringList withoutConsent(const Session& session)
{
    return idsOf(session, [](const core::TestRecord& test) { return test.reason == u"no-consent"_qs; });
}

class Differences
{
public:
    explicit Differences(const std::vector<Session>& sessions) : m_sessions(sessions) {}

    template <typename Text, typename Value>
    void add(const char* id, const QString& name, bool changesTheWay, Text text, Value value)
    {
        Setting setting{QString::fromLatin1(id), name, {}, {}, changesTheWay};
        for (const Session& session : m_sessions) {
            const QString words = text(session);
            setting.texts += words.isEmpty() ? QCoreApplication::translate("figures", "none") : words;
            setting.values.push_back(words.isEmpty() ? QJsonValue() : QJsonValue(value(session)));
        }
        if (std::any_of(setting.texts.begin(), setting.texts.end(),
                        [&setting](const QString& other) { return other != setting.texts.front(); })) {
            m_found.push_back(std::move(setting));
        }
    }
    template <typename Text>
    void add(const char* id, const QString& name, bool changesTheWay, Text text)
    {
        add(id, name, changesTheWay, text, text);
    }
    [[nodiscard]] std::vector<Setting> found() { return std::move(m_found); }

private:
    const std::vector<Session>& m_sessions;
    std::vector<Setting> m_found;
};

void addTarget(Differences& differences, const knowledge::Knowledge& knowledge)
{
    differences.add("service", QCoreApplication::translate("figures", "Service"), true,
                    [](const Session& s) { return core::displayName(s.target); });
    differences.add("protocol", QCoreApplication::translate("figures", "Protocol"), true,
                    [](const Session& s) { return core::toWord(s.target.protocol); });
    differences.add("path", QCoreApplication::translate("figures", "Path"), true,
                    [](const Session& s) { return s.target.path; });
    differences.add("serverName", QCoreApplication::translate("figures", "Name for TLS"), true,
                    [](const Session& s) { return s.target.serverName; });
    differences.add("proxy", QCoreApplication::translate("figures", "Proxy"), true, proxyText);
    differences.add("sourceAddress", QCoreApplication::translate("figures", "Source address"), true,
                    [](const Session& s) { return s.target.sourceAddress; });
    differences.add(
        "family", QCoreApplication::translate("figures", "Address family"), true,
        [](const Session& s) { return familyText(s.target.family); },
        [](const Session& s) { return core::toWord(s.target.family); });
    differences.add(
        "addresses", QCoreApplication::translate("figures", "Addresses"), false,
        [](const Session& s) { return s.target.addresses.join(u", "_qs); },
        [](const Session& s) { return QJsonArray::fromStringList(s.target.addresses); });
    differences.add(
        "practiceFault", QCoreApplication::translate("figures", "Fault of the practice server"), true,
        [&](const Session& s) {
            return s.practiceFault.isEmpty() ? QString() : knowledge.text(u"fault."_qs + s.practiceFault);
        },
        [](const Session& s) { return s.practiceFault; });
}

void addExtent(Differences& differences, const knowledge::Knowledge& knowledge)
{
    const auto titles = [&knowledge](const QStringList& ids) {
        QStringList texts;
        for (const QString& id : ids) {
            texts += knowledge.text(u"test.%1.title"_qs.arg(id));
        }
        return texts.join(u", "_qs);
    };
    differences.add(
        "symptoms", QCoreApplication::translate("figures", "Your answers"), false,
        [&](const Session& s) { return symptomText(s, knowledge); }, symptomValue);
    differences.add(
        "complete", QCoreApplication::translate("figures", "Finished"), false,
        [](const Session& s) {
            return s.complete ? QCoreApplication::translate("figures", "yes")
                              : QCoreApplication::translate("figures", "no, stopped early");
        },
        [](const Session& s) { return s.complete; });
    differences.add(
        "testsRun", QCoreApplication::translate("figures", "Tests run"), false,
        [&](const Session& s) { return titles(testsRun(s)); },
        [](const Session& s) { return QJsonArray::fromStringList(testsRun(s)); });
    differences.add(
        "notRunWithoutConsent", QCoreApplication::translate("figures", "Not run without consent"), false,
        [&](const Session& s) { return titles(withoutConsent(s)); },
        [](const Session& s) { return QJsonArray::fromStringList(withoutConsent(s)); });
}

} // namespace

std::vector<Setting> differingSettings(const std::vector<core::Session>& sessions,
                                       const knowledge::Knowledge& knowledge)
{
    Differences differences(sessions);
    addTarget(differences, knowledge);
    addExtent(differences, knowledge);
    differences.add("computer", QCoreApplication::translate("figures", "Computer"), false, computerText,
                    [](const Session& s) { return s.environment; });
    differences.add("toolVersion", QCoreApplication::translate("figures", "Version of the program"), false,
                    [](const Session& s) { return s.toolVersion; });
    return differences.found();
}

bool isSameService(const core::Session& one, const core::Session& other)
{
    return core::displayName(one.target) == core::displayName(other.target) && one.practiceFault == other.practiceFault;
}

} // namespace doctor::figures
