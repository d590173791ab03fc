// SPDX-License-Identifier: GPL-3.0-or-later
// The house keeps its own rules: layers, licence lines, file sizes, no Asio outside net, a command line without
// widgets.
#include "tests/arch/source_tree.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using namespace doctor::test;

namespace
{

QString sourceDir()
{
    return qEnvironmentVariable("DOCTOR_SOURCE_DIR");
}

void writeFile(const QString& name, const QByteArray& text)
{
    QDir().mkpath(QFileInfo(name).path());
    QFile file(name);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(text);
}

} // namespace

class TestArch final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void forbiddenEdgeIsFound()
    {
        QTemporaryDir dir;
        writeFile(dir.filePath(QStringLiteral("app/diagnosis/a.cpp")), "#include \"app/net/net.h\"\n");
        writeFile(dir.filePath(QStringLiteral("app/probes/b.cpp")), "#include <boost/asio/post.hpp>\n");
        writeFile(dir.filePath(QStringLiteral("app/engine/c.cpp")), "#include <QWidget>\n");
        writeFile(dir.filePath(QStringLiteral("ui/shell/d.cpp")),
                  "#include \"app/probes/probe.h\"\n#include <QWidget>\n");
        const auto table = readLayerTable(sourceDir() + QStringLiteral("/app/cmake/DoctorLayers.cmake"));
        const QStringList expected = {QStringLiteral("app/diagnosis/a.cpp: diagnosis may not include app/net/net.h"),
                                      QStringLiteral("app/engine/c.cpp: engine may not include QWidget"),
                                      QStringLiteral("app/probes/b.cpp: probes may not include boost/asio/post.hpp"),
                                      QStringLiteral("ui/shell/d.cpp: ui may not include app/probes/probe.h")};
        QCOMPARE(forbiddenIncludes(dir.path(), table), expected);
    }

    void everyIncludeKeepsToTheLayerTable()
    {
        const auto table = readLayerTable(sourceDir() + QStringLiteral("/app/cmake/DoctorLayers.cmake"));
        QVERIFY2(table.uses.size() >= 12, "the layer table could not be read");
        const auto problems = forbiddenIncludes(sourceDir(), table);
        QVERIFY2(problems.isEmpty(), qPrintable(problems.join(u'\n')));
    }

    void everyFileSaysItsLicenceAndStaysShort()
    {
        QStringList problems;
        for (const auto& path :
             sourceFiles(sourceDir(), {QStringLiteral("app"), QStringLiteral("ui"), QStringLiteral("tests")})) {
            QFile file(sourceDir() + u'/' + path);
            QVERIFY(file.open(QIODevice::ReadOnly));
            const auto text = file.readAll();
            if (!text.startsWith("// SPDX-License-Identifier: GPL-3.0-or-later\n"))
                problems << path + QStringLiteral(": first line is not the licence line");
            if (text.count('\n') > 500)
                problems << path + QStringLiteral(": longer than 500 lines");
        }
        QVERIFY2(problems.isEmpty(), qPrintable(problems.join(u'\n')));
    }

    void topLevelIsFixed()
    {
        static const QStringList allowed = {QStringLiteral("CMakeLists.txt"),
                                            QStringLiteral("CMakePresets.json"),
                                            QStringLiteral("LICENSE"),
                                            QStringLiteral("README.md"),
                                            QStringLiteral("app"),
                                            QStringLiteral("ui"),
                                            QStringLiteral("resources"),
                                            QStringLiteral("tests"),
                                            QStringLiteral("translations"),
                                            QStringLiteral("build")};
        auto entries = QDir(sourceDir()).entryList(QDir::AllEntries | QDir::NoDotAndDotDot);
        for (const auto& name : allowed)
            entries.removeAll(name);
        QVERIFY2(entries.isEmpty(), qPrintable(entries.join(u' ')));
    }

    void oldQtSocketsAreBanned()
    {
        static const QRegularExpression banned(QStringLiteral("#include <Q(Tcp|Ssl)Socket>"));
        for (const auto& path : sourceFiles(sourceDir(), {QStringLiteral("app"), QStringLiteral("ui")})) {
            QFile file(sourceDir() + u'/' + path);
            QVERIFY(file.open(QIODevice::ReadOnly));
            QVERIFY2(!banned.match(QString::fromUtf8(file.readAll())).hasMatch(), qPrintable(path));
        }
    }

    void commandLineNeedsNoWindowLibraries()
    {
        const QString libraries = loadedAtStart(QStringLiteral("/app/main/cli/connection-doctor-cli"));
        for (const auto* library : {"Widgets", "Charts", "Gui", "OpenGL"})
            QVERIFY2(!libraries.contains(QStringLiteral("libQt6") + QLatin1String(library)), library);
    }

    void windowStartsWithoutTheLibrariesOfThePdf()
    {
        const QString libraries = loadedAtStart(QStringLiteral("/app/main/window/connection-doctor"));
        for (const auto* library : {"libcairo", "libpango", "libarchive"})
            QVERIFY2(!libraries.contains(QLatin1String(library)), library);
    }

private:
    /// What the loader brings in before main(), as ldd lists it; fails the test when it lists nothing.
    static QString loadedAtStart(const QString& program)
    {
        QProcess ldd;
        ldd.start(QStringLiteral("ldd"), {qEnvironmentVariable("DOCTOR_BINARY_DIR") + program});
        QString output;
        if (ldd.waitForFinished())
            output = QString::fromUtf8(ldd.readAllStandardOutput());
        if (!output.contains(u"libQt6Core"))
            QTest::qFail(qPrintable(QStringLiteral("ldd does not list the libraries of %1").arg(program)), __FILE__,
                         __LINE__);
        return output;
    }
};

QTEST_GUILESS_MAIN(TestArch)
#include "test_arch.moc"
