// SPDX-License-Identifier: GPL-3.0-or-later
// Reads includes and judges them by the layer table.
#include "tests/arch/source_tree.h"

#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>

namespace doctor::test
{

namespace
{

QString readText(const QString& fileName)
{
    QFile file(fileName);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

QString libraryOf(const QString& path)
{
    if (path.startsWith(u"ui/"))
        return QStringLiteral("ui");
    return path.startsWith(u"app/") ? path.section(u'/', 1, 1) : QString();
}

/// Package that a system header belongs to; empty for the C++ library, C library and Qt Core.
QString packageOf(const QString& header)
{
    static const QList<std::pair<QRegularExpression, QString>> rules = {
        {QRegularExpression(QStringLiteral("^boost/")), QStringLiteral("Boost::headers")},
        {QRegularExpression(QStringLiteral("^openssl/")), QStringLiteral("OpenSSL::SSL")},
        {QRegularExpression(QStringLiteral("^pcap")), QStringLiteral("PCAP::PCAP")},
        {QRegularExpression(QStringLiteral("^(pango/|cairo)")), QStringLiteral("PkgConfig::PangoCairo")},
        {QRegularExpression(QStringLiteral("^archive(_entry)?\\.h$")), QStringLiteral("LibArchive::LibArchive")},
        {QRegularExpression(QStringLiteral("^CLI/")), QStringLiteral("CLI11::CLI11")},
        {QRegularExpression(QStringLiteral("^(QtCharts/|QChart|Q\\w*Series|Q\\w*Axis\\b|QBarSet|QLegend)")),
         QStringLiteral("Qt6::Charts")},
        {QRegularExpression(QStringLiteral("^(QtDBus/|QDBus)")), QStringLiteral("Qt6::DBus")},
        {QRegularExpression(QStringLiteral("^(QtSql/|QSql)")), QStringLiteral("Qt6::Sql")},
        {QRegularExpression(QStringLiteral("^(QtNetwork/|QHost|QDns|QTcp|QSsl|QNetwork|QUdp|QAbstractSocket)")),
         QStringLiteral("Qt6::Network")},
        {QRegularExpression(QStringLiteral("^(QtWidgets/|QApplication|Q\\w*(Widget|Dialog|Button|Layout|Label|Edit|Box|"
                                           "View|MainWindow|Menu|Action|Tab|Frame|ToolTip|Style|Splitter)$)")),
         QStringLiteral("Qt6::Widgets")},
        {QRegularExpression(QStringLiteral("^(QtGui/|QGui|QPainter|QColor|QFont|QImage|QPixmap|QIcon|QPalette|QText)")),
         QStringLiteral("Qt6::Gui")},
    };
    for (const auto& [pattern, package] : rules)
        if (pattern.match(header).hasMatch() && header != u"QTextStream" && header != u"QTextBoundaryFinder")
            return package;
    return {};
}

} // namespace

LayerTable readLayerTable(const QString& cmakeFile)
{
    LayerTable table;
    static const QRegularExpression line(QStringLiteral("set\\(DOCTOR_(LAYER|PACKAGES)_(\\w+)([^)]*)\\)"));
    auto matches = line.globalMatch(readText(cmakeFile));
    while (matches.hasNext()) {
        const auto match = matches.next();
        auto words = match.captured(3).split(u' ', Qt::SkipEmptyParts);
        words.removeAll(QStringLiteral("\"\""));
        (match.captured(1) == u"LAYER" ? table.uses : table.packages)[match.captured(2)] = words;
    }
    return table;
}

QStringList sourceFiles(const QString& root, const QStringList& folders)
{
    QStringList files;
    for (const auto& folder : folders) {
        QDirIterator it(root + u'/' + folder, {QStringLiteral("*.cpp"), QStringLiteral("*.h")}, QDir::Files,
                        QDirIterator::Subdirectories);
        while (it.hasNext())
            files << it.next().mid(root.size() + 1);
    }
    files.sort();
    return files;
}

QStringList forbiddenIncludes(const QString& root, const LayerTable& table)
{
    QStringList problems;
    static const QRegularExpression include(QStringLiteral("^\\s*#\\s*include\\s*[<\"]([^>\"]+)[>\"]"),
                                            QRegularExpression::MultilineOption);
    for (const auto& path : sourceFiles(root, {QStringLiteral("app"), QStringLiteral("ui")})) {
        const auto library = libraryOf(path);
        const bool isMain = library == u"main";
        if (!isMain && !table.uses.contains(library)) {
            problems << path + QStringLiteral(": folder '") + library + QStringLiteral("' is not in the layer table");
            continue;
        }
        auto matches = include.globalMatch(readText(root + u'/' + path));
        while (matches.hasNext()) {
            const auto header = matches.next().captured(1);
            const auto used = libraryOf(header);
            const bool badEdge =
                !used.isEmpty() && used != library && !isMain && !table.uses.value(library).contains(used);
            const auto package = packageOf(header);
            const bool badPackage = used.isEmpty() && !package.isEmpty() && !isMain && path != u"app/net/task.h" &&
                                    !table.packages.value(library).contains(package);
            if (badEdge || badPackage || header.startsWith(u"../") || header.startsWith(u"tests/"))
                problems << path + QStringLiteral(": ") + library + QStringLiteral(" may not include ") + header;
        }
    }
    return problems;
}

} // namespace doctor::test
