// SPDX-License-Identifier: GPL-3.0-or-later
// GNOME's settings are read with its own command, KDE's from their file.
#include "app/computer/proxy_script.h"

#include <QFile>
#include <QProcess>
#include <QSettings>
#include <QStandardPaths>

namespace doctor::computer
{

using namespace Qt::StringLiterals;

namespace
{

const QString Searched = u"WPAD"_s;

#ifdef __linux__

constexpr int PatienceMs = 1000;

QByteArray gnomeSetting(const QString& key)
{
    QProcess process;
    process.start(u"gsettings"_s, {u"get"_s, u"org.gnome.system.proxy"_s, key});
    if (!process.waitForFinished(PatienceMs)) {
        process.kill();
        process.waitForFinished(PatienceMs);
        return {};
    }
    return process.readAllStandardOutput();
}

#endif

} // namespace

QString scriptInKioslaverc(const QString& file)
{
    constexpr int Script = 2;
    constexpr int Search = 3;
    if (!QFile::exists(file))
        return {};
    const QSettings settings(file, QSettings::IniFormat);
    const int type = settings.value(u"Proxy Settings/ProxyType"_s).toInt();
    const QString url = settings.value(u"Proxy Settings/Proxy Config Script"_s).toString();
    return type == Search ? Searched : type == Script ? url : QString();
}

QString scriptInGnome(const QByteArray& mode, const QByteArray& url)
{
    if (!mode.contains("'auto'"))
        return {};
    const QString address = QString::fromUtf8(url).trimmed().remove(u'\'');
    return address.isEmpty() ? Searched : address;
}

QString desktopProxyScript()
{
#ifdef __linux__
    const QString desktop = qEnvironmentVariable("XDG_CURRENT_DESKTOP").toUpper();
    if (desktop.contains(u"KDE"))
        return scriptInKioslaverc(QStandardPaths::locate(QStandardPaths::GenericConfigLocation, u"kioslaverc"_s));
    const bool gnomish = desktop.contains(u"GNOME") || desktop.contains(u"UNITY") || desktop.contains(u"CINNAMON") ||
                         desktop.contains(u"MATE") || desktop.contains(u"BUDGIE");
    if (!gnomish || QStandardPaths::findExecutable(u"gsettings"_s).isEmpty())
        return {};
    const QByteArray mode = gnomeSetting(u"mode"_s);
    return scriptInGnome(mode, mode.contains("'auto'") ? gnomeSetting(u"autoconfig-url"_s) : QByteArray());
#else
    return {}; // there the system itself runs the script
#endif
}

} // namespace doctor::computer
