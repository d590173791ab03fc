// SPDX-License-Identifier: GPL-3.0-or-later
// Typed settings in an INI file; a value that cannot be understood counts as not set.
#include "app/store/store.h"

#include <QRegularExpression>
#include <QSettings>
#include <algorithm>
#include <iterator>

namespace doctor::store
{

namespace
{

constexpr qsizetype MostTargets = 10;
constexpr qsizetype LongestTarget = 300;

constexpr auto LanguageKey = u"language";
constexpr auto ThemeKey = u"theme";
constexpr auto TargetsKey = u"recentTargets";
constexpr auto ThingsToKnowKey = u"thingsToKnowSeen";
constexpr auto TextSizeKey = u"textSize";
constexpr auto ThoroughnessKey = u"thoroughness";
constexpr auto HistoryDaysKey = u"historyDays";
constexpr int NormalText = 100;
constexpr int MostDays = 3650;
constexpr auto WatchTargetKey = u"watch/target";
constexpr auto WatchProtocolKey = u"watch/protocol";
constexpr auto WatchProxyKey = u"watch/proxy";
constexpr auto WatchSystemProxyKey = u"watch/systemProxy";
constexpr auto WatchSourceKey = u"watch/sourceAddress";
constexpr auto LeavingKey = u"watch/whenClosed";
constexpr auto WatchSecondsKey = u"watch/seconds";
constexpr auto WatchDiagnosesKey = u"watch/diagnoses";
constexpr auto LimitMinutesKey = u"limits/minutes";
constexpr auto LimitConnectionsKey = u"limits/connections";
constexpr auto LimitPaceKey = u"limits/connectionsPerSecond";
constexpr auto HidesPrivateKey = u"reports/hidesPrivate";
constexpr auto HiddenWordsKey = u"reports/hiddenWords";
constexpr qsizetype MostWords = 100;
constexpr auto NotifiesKey = u"notifies";
constexpr auto TellsEndsKey = u"tellsEnds";
constexpr auto GeometryKey = u"windowGeometry";

QString keyOf(const char16_t* key)
{
    return QString::fromUtf16(key);
}

template <typename Choice>
struct Word {
    Choice choice;
    const char16_t* word;
};

// The first of each is what holds where nothing else is set.
constexpr Word<Theme> ThemeWords[] = {{Theme::System, u"system"}, {Theme::Light, u"light"}, {Theme::Dark, u"dark"}};
constexpr Word<Thoroughness> ThoroughnessWords[] = {
    {Thoroughness::Standard, u"standard"}, {Thoroughness::Quick, u"quick"}, {Thoroughness::LongIdle, u"long-idle"}};
constexpr Word<Settings::Leaving> LeavingWords[] = {
    {Settings::Leaving::Ask, u"ask"}, {Settings::Leaving::Background, u"background"}, {Settings::Leaving::End, u"end"}};

template <typename Choice, size_t Count>
Choice choiceOf(const Word<Choice> (&words)[Count], const QVariant& value)
{
    const QString text = value.toString();
    const auto* found =
        std::find_if(std::begin(words), std::end(words), [&text](const auto& row) { return text == row.word; });
    return found == std::end(words) ? words[0].choice : found->choice;
}

template <typename Choice, size_t Count>
QString wordOf(const Word<Choice> (&words)[Count], Choice choice)
{
    const auto* found =
        std::find_if(std::begin(words), std::end(words), [choice](const auto& row) { return row.choice == choice; });
    return QString::fromUtf16((found == std::end(words) ? words : found)->word);
}

/// The number where it is one of the range, else what stands for "not set".
template <typename Number>
Number within(const QVariant& value, Number least, Number most, Number otherwise)
{
    bool understood = false;
    const double number = value.toDouble(&understood);
    return understood && number >= least && number <= most ? static_cast<Number>(number) : otherwise;
}

QStringList usableWords(const QStringList& words)
{
    QStringList usable;
    for (const QString& word : words) {
        const QString plain = word.trimmed();
        if (plain.size() >= Settings::ShortestWord && plain.size() <= Settings::LongestWord)
            usable += plain;
    }
    usable.removeDuplicates();
    return usable.mid(0, MostWords);
}

/// Names and passwords of a URL are never stored.
QString withoutCredentials(QString target)
{
    static const QRegularExpression credentials(QStringLiteral("(?<=://)[^/?#\\s]*@"));
    return target.remove(credentials).trimmed();
}

} // namespace

Settings::Settings(const QString& fileName)
    : m_settings(fileName.isEmpty() ? nullptr : std::make_unique<QSettings>(fileName, QSettings::IniFormat))
{
}

Settings::~Settings() = default;

QVariant Settings::value(const QString& key) const
{
    return m_settings ? m_settings->value(key) : m_memory.value(key);
}

void Settings::setValue(const QString& key, const QVariant& value)
{
    if (m_settings) {
        m_settings->setValue(key, value);
    } else {
        m_memory.insert(key, value);
    }
}

QString Settings::language() const
{
    static const QRegularExpression code(QStringLiteral("^[a-z]{2,3}(_[A-Z]{2})?$"));
    const QString language = value(keyOf(LanguageKey)).toString();
    return code.match(language).hasMatch() ? language : QString();
}

void Settings::setLanguage(const QString& language)
{
    setValue(keyOf(LanguageKey), language);
}

Theme Settings::theme() const
{
    return choiceOf(ThemeWords, value(keyOf(ThemeKey)));
}

void Settings::setTheme(Theme theme)
{
    setValue(keyOf(ThemeKey), wordOf(ThemeWords, theme));
}

int Settings::textSize() const
{
    return within(value(keyOf(TextSizeKey)), SmallestText, LargestText, NormalText);
}

void Settings::setTextSize(int percent)
{
    setValue(keyOf(TextSizeKey), qBound(SmallestText, percent, LargestText));
}

Thoroughness Settings::thoroughness() const
{
    return choiceOf(ThoroughnessWords, value(keyOf(ThoroughnessKey)));
}

void Settings::setThoroughness(Thoroughness thoroughness)
{
    setValue(keyOf(ThoroughnessKey), wordOf(ThoroughnessWords, thoroughness));
}

int Settings::historyDays() const
{
    return within(value(keyOf(HistoryDaysKey)), 1, MostDays, 0);
}

void Settings::setHistoryDays(int days)
{
    setValue(keyOf(HistoryDaysKey), qBound(0, days, MostDays));
}

Settings::Limits Settings::limits() const
{
    const Limits delivered;
    return {.minutes = within(value(keyOf(LimitMinutesKey)), 1, MostMinutes, delivered.minutes),
            .connections =
                within(value(keyOf(LimitConnectionsKey)), FewestConnections, MostConnections, delivered.connections),
            .perSecond = within(value(keyOf(LimitPaceKey)), SlowestPace, FastestPace, delivered.perSecond)};
}

void Settings::setLimits(const Limits& limits)
{
    setValue(keyOf(LimitMinutesKey), qBound(1, limits.minutes, MostMinutes));
    setValue(keyOf(LimitConnectionsKey), qBound(FewestConnections, limits.connections, MostConnections));
    setValue(keyOf(LimitPaceKey), qBound(SlowestPace, limits.perSecond, FastestPace));
}

Settings::Reports Settings::reports() const
{
    const QString hides = value(keyOf(HidesPrivateKey)).toString();
    return {.hidesPrivate = hides != u"false", // anything odd errs on the side of hiding
            .hiddenWords = usableWords(value(keyOf(HiddenWordsKey)).toStringList())};
}

void Settings::setReports(const Reports& reports)
{
    setValue(keyOf(HidesPrivateKey), reports.hidesPrivate);
    setValue(keyOf(HiddenWordsKey), usableWords(reports.hiddenWords));
}

bool Settings::notifies() const
{
    return value(keyOf(NotifiesKey)).toString() != u"false";
}

void Settings::setNotifies(bool notifies)
{
    setValue(keyOf(NotifiesKey), notifies);
}

std::optional<bool> Settings::tellsEnds() const
{
    const QString word = value(keyOf(TellsEndsKey)).toString();
    if (word != u"true" && word != u"false") {
        return std::nullopt;
    }
    return word == u"true";
}

void Settings::setTellsEnds(bool tells)
{
    setValue(keyOf(TellsEndsKey), tells);
}

void Settings::forget()
{
    m_memory.clear();
    if (m_settings) {
        m_settings->clear();
    }
}

QStringList Settings::recentTargets() const
{
    QStringList targets = value(keyOf(TargetsKey)).toStringList();
    targets.removeAll(QString());
    return targets.mid(0, MostTargets);
}

void Settings::addRecentTarget(const QString& target)
{
    const QString plain = withoutCredentials(target);
    if (plain.isEmpty() || plain.size() > LongestTarget) {
        return;
    }
    QStringList targets = recentTargets();
    targets.removeAll(plain);
    targets.prepend(plain);
    setValue(keyOf(TargetsKey), targets.mid(0, MostTargets));
}

bool Settings::hasSeenThingsToKnow() const
{
    return value(keyOf(ThingsToKnowKey)).toBool();
}

void Settings::setSeenThingsToKnow()
{
    setValue(keyOf(ThingsToKnowKey), true);
}

Settings::Watch Settings::watch() const
{
    Watch watch;
    watch.target = value(keyOf(WatchTargetKey)).toString();
    watch.protocol = value(keyOf(WatchProtocolKey)).toString();
    watch.proxy = value(keyOf(WatchProxyKey)).toString();
    watch.systemProxy = value(keyOf(WatchSystemProxyKey)).toBool();
    watch.sourceAddress = value(keyOf(WatchSourceKey)).toString();
    watch.seconds = within(value(keyOf(WatchSecondsKey)), ShortestWatch, LongestWatch, watch.seconds);
    watch.diagnoses = value(keyOf(WatchDiagnosesKey)).toBool();
    return watch;
}

void Settings::setWatch(const Watch& watch)
{
    setValue(keyOf(WatchTargetKey), withoutCredentials(watch.target));
    setValue(keyOf(WatchProtocolKey), watch.protocol);
    setValue(keyOf(WatchProxyKey), withoutCredentials(watch.proxy));
    setValue(keyOf(WatchSystemProxyKey), watch.systemProxy);
    setValue(keyOf(WatchSourceKey), watch.sourceAddress);
    setValue(keyOf(WatchSecondsKey), qBound(ShortestWatch, watch.seconds, LongestWatch));
    setValue(keyOf(WatchDiagnosesKey), watch.diagnoses);
}

Settings::Leaving Settings::leaving() const
{
    return choiceOf(LeavingWords, value(keyOf(LeavingKey)));
}

void Settings::setLeaving(Leaving leaving)
{
    setValue(keyOf(LeavingKey), wordOf(LeavingWords, leaving));
}

QByteArray Settings::windowGeometry() const
{
    return value(keyOf(GeometryKey)).toByteArray();
}

void Settings::setWindowGeometry(const QByteArray& geometry)
{
    setValue(keyOf(GeometryKey), geometry);
}

} // namespace doctor::store
