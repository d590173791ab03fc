// SPDX-License-Identifier: GPL-3.0-or-later
// Bad input is answered at the field, by a sentence that the field itself speaks, and stops nobody without reason.
#include "app/engine/practice_target.h"
#include "ui/models/plan_table_model.h"
#include "ui/wizard/caution.h"
#include "ui/wizard/field_message.h"
#include "ui/wizard/noticed_page.h"
#include "ui/wizard/plan_page.h"
#include "ui/wizard/service_page.h"
#include "ui/wizard/symptom_page.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QRadioButton>
#include <QScopeGuard>
#include <QSpinBox>
#include <QTableView>
#include <QTest>

using namespace doctor;
using namespace doctor::ui;

namespace
{

/// The field that a label names.
QWidget* fieldOf(QWidget& page, const QString& label)
{
    for (const QLabel* one : page.findChildren<QLabel*>()) {
        if (one->text().remove(u'&') == label)
            return one->buddy();
    }
    return nullptr;
}

QLineEdit* fieldNamed(QWidget& page, const QString& name)
{
    const auto fields = page.findChildren<QLineEdit*>();
    const auto found = std::find_if(fields.begin(), fields.end(),
                                    [&name](const QLineEdit* one) { return one->accessibleName() == name; });
    return found == fields.end() ? nullptr : *found;
}

QComboBox* chooseProxy(QWidget& page, int choice)
{
    auto* field = qobject_cast<QComboBox*>(fieldOf(page, QStringLiteral("Proxy:")));
    field->setCurrentIndex(choice);
    return field;
}

/// The field for typing; a proxy of one's own has to be chosen first.
QLineEdit* typedField(QWidget& page, const QString& label)
{
    if (label != QStringLiteral("Proxy:"))
        return qobject_cast<QLineEdit*>(fieldOf(page, label));
    chooseProxy(page, 2);
    return fieldNamed(page, QStringLiteral("Address of the proxy"));
}

constexpr int SoonMs = 20'000; ///< that a busy machine may take

} // namespace

class TestGuiInput : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void addresses_data();
    void addresses();
    void refusedAddressIsSpokenByTheField_data();
    void refusedAddressIsSpokenByTheField();
    void portBesideTheNameCounts();
    void addressIsFoundInThePastedError();
    void editingLeavesPractice();
    void refusedDetailsAreSpokenByTheirFields_data();
    void refusedDetailsAreSpokenByTheirFields();
    void detailsReachTheTarget();
    void sourcesAreOfferedAndChecked();
    void theSystemsProxyIsSaidBeforeTheStart();
    void errorTextNeverBlocks_data();
    void errorTextNeverBlocks();
    void openQuestionsAreNoAnswers();
    void planWantsATestAndPermission();
    void permission_data();
    void permission();

private:
    std::shared_ptr<const knowledge::Knowledge> m_knowledge;
};

void TestGuiInput::initTestCase()
{
    const auto loaded = knowledge::Knowledge::load(QStringLiteral("en"));
    QVERIFY2(loaded, loaded ? "" : qUtf8Printable(loaded.error().message));
    m_knowledge = *loaded;
}

void TestGuiInput::addresses_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("host");
    QTest::addColumn<int>("port");
    QTest::newRow("host:port") << QStringLiteral("db.example.org:1433") << QStringLiteral("db.example.org") << 1433;
    QTest::newRow("two words") << QStringLiteral("db.example.org 1433") << QStringLiteral("db.example.org") << 1433;
    QTest::newRow("spaces around") << QStringLiteral("  10.0.0.1:80 ") << QStringLiteral("10.0.0.1") << 80;
    QTest::newRow("v6") << QStringLiteral("[2001:db8::1]:443") << QStringLiteral("2001:db8::1") << 443;
    QTest::newRow("URL") << QStringLiteral("https://shop.example.org/cart") << QStringLiteral("shop.example.org")
                         << 443;
    QTest::newRow("URL with port") << QStringLiteral("http://localhost:8080/") << QStringLiteral("localhost") << 8080;
}

void TestGuiInput::addresses()
{
    QFETCH(QString, typed);
    QFETCH(QString, host);
    QFETCH(int, port);
    ServicePage page;
    page.setKnowledge(m_knowledge);
    page.setRequest({});
    page.show();
    QTest::keyClicks(page.firstField(), typed);
    engine::RunRequest request;
    QVERIFY2(page.submit(request), qUtf8Printable(page.firstField()->accessibleDescription()));
    QCOMPARE(request.target.host, host);
    QCOMPARE(request.target.port, port);
    QVERIFY(page.firstField()->accessibleDescription().contains(QString::number(port)));
}

void TestGuiInput::refusedAddressIsSpokenByTheField_data()
{
    QTest::addColumn<QString>("typed");
    QTest::newRow("empty") << QString();
    QTest::newRow("spaces") << QStringLiteral("   ");
    QTest::newRow("port 0") << QStringLiteral("db.example.org:0");
    QTest::newRow("port 70000") << QStringLiteral("db.example.org:70000");
    QTest::newRow("no port") << QStringLiteral("db.example.org");
    QTest::newRow("multicast") << QStringLiteral("224.0.0.1:80");
    QTest::newRow("v6 multicast") << QStringLiteral("[ff02::1]:80");
    QTest::newRow("broadcast") << QStringLiteral("255.255.255.255:80");
    QTest::newRow("any") << QStringLiteral("0.0.0.0:80");
    QTest::newRow("odd signs") << QStringLiteral("my_$erver!:80");
}

void TestGuiInput::refusedAddressIsSpokenByTheField()
{
    QFETCH(QString, typed);
    ServicePage page;
    page.setKnowledge(m_knowledge);
    page.setRequest({});
    page.show();
    (void)QTest::qWaitForWindowActive(&page);
    QTest::keyClicks(page.firstField(), typed);
    engine::RunRequest request;
    QVERIFY(!page.submit(request));
    QVERIFY(page.firstField()->hasFocus());
    const QString said = page.firstField()->accessibleDescription();
    QVERIFY2(said.endsWith(u'.'), qUtf8Printable(said));
    QVERIFY(page.findChild<FieldMessage*>()->isProblem());
    for (const QString& word : {QStringLiteral("nvalid"), QStringLiteral("llegal"), QStringLiteral("lease")})
        QVERIFY2(!said.contains(word), qUtf8Printable(said));
}

void TestGuiInput::portBesideTheNameCounts()
{
    ServicePage page;
    page.setKnowledge(m_knowledge);
    page.setRequest({});
    QTest::keyClicks(page.firstField(), QStringLiteral("db.example.org"));
    page.findChild<QSpinBox*>()->setValue(1433);
    engine::RunRequest request;
    QVERIFY(page.submit(request));
    QCOMPARE(request.target.port, 1433);
    QCOMPARE(request.target.host, QStringLiteral("db.example.org"));
}

void TestGuiInput::addressIsFoundInThePastedError()
{
    ServicePage page;
    page.setKnowledge(m_knowledge);
    page.setRequest({});
    engine::RunRequest request;
    request.errorText =
        QStringLiteral("curl: (35) Recv failure: Connection reset by peer https://shop.example.org:8443/");
    page.enter(request);
    QVERIFY(page.submit(request));
    QCOMPARE(request.target.host, QStringLiteral("shop.example.org"));
    QCOMPARE(request.target.port, 8443);
}

void TestGuiInput::editingLeavesPractice()
{
    const auto server = engine::PracticeTarget::start(QStringLiteral("healthy-tcp"));
    QVERIFY(server);
    ServicePage page;
    page.setKnowledge(m_knowledge);
    page.setRequest((*server)->request());
    engine::RunRequest request;
    QVERIFY(page.submit(request));
    QVERIFY(request.practice);
    QCOMPARE(request.practiceFault, QStringLiteral("healthy-tcp"));
    auto* address = page.findChild<QLineEdit*>();
    address->selectAll();
    QTest::keyClicks(address, QStringLiteral("db.example.org:1433"));
    QVERIFY(page.submit(request));
    QVERIFY(!request.practice);
    QVERIFY(request.practiceFault.isEmpty());
}

void TestGuiInput::refusedDetailsAreSpokenByTheirFields_data()
{
    QTest::addColumn<QString>("label");
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("told");
    const auto row = [](const char* name, const char* label, const char* typed, const char* told) {
        QTest::newRow(name) << QString::fromLatin1(label) << QString::fromLatin1(typed) << QString::fromLatin1(told);
    };
    row("TLS name", "TLS name (SNI):", "a..b", "a..b");
    row("path", "Path (HTTP):", "/a b", "%20");
    row("proxy of another kind", "Proxy:", "ftp://proxy:3128", "socks5://");
    row("proxy with a space", "Proxy:", "my proxy:3128", "socks5://");
    row("proxy port", "Proxy:", "http://proxy:70000", "socks5://");
    row("proxy with a login", "Proxy:", "http://me:secret@", "socks5://");
    row("no proxy yet", "Proxy:", " ", "proxy.example.org:3128");
    row("certificate that is not there", "Client certificate:", "/no/such/file.pem", "file.pem");
    row("key alone", "Its key:", "/no/such/file.key", "certificate too");
}

void TestGuiInput::refusedDetailsAreSpokenByTheirFields()
{
    QFETCH(QString, label);
    QFETCH(QString, typed);
    QFETCH(QString, told);
    ServicePage page;
    page.setKnowledge(m_knowledge);
    page.setRequest({});
    page.show();
    page.findChild<QLineEdit*>()->setText(QStringLiteral("db.example.org:1433"));
    auto* field = typedField(page, label);
    QVERIFY(field);
    QTest::keyClicks(field, typed);
    engine::RunRequest request;
    QVERIFY(!page.submit(request));
    QVERIFY(request.target.host.isEmpty());
    QVERIFY(field->isVisible()); // though nobody had opened that part
    const auto fields = page.findChildren<QLineEdit*>();
    const auto speaking = std::find_if(fields.begin(), fields.end(), [&told](const QLineEdit* one) {
        return one->accessibleDescription().contains(told) && one->accessibleDescription().endsWith(u'.');
    });
    QVERIFY(speaking != fields.end());
    QVERIFY(!(*speaking)->accessibleDescription().contains(QStringLiteral("secret")));
    field->clear();
    if (label == QStringLiteral("Proxy:")) {
        QVERIFY(!page.submit(request)); // another one was wanted, and which is still open
        chooseProxy(page, 0);
    }
    QVERIFY(page.submit(request)); // nothing of it is left
}

void TestGuiInput::detailsReachTheTarget()
{
    ServicePage page;
    page.setKnowledge(m_knowledge);
    page.setRequest({});
    page.findChild<QLineEdit*>()->setText(QStringLiteral("db.example.org:1433"));
    typedField(page, QStringLiteral("Proxy:"))->setText(QStringLiteral("socks5://proxy:1080"));
    auto* source = qobject_cast<QComboBox*>(fieldOf(page, QStringLiteral("Source address:")));
    QCOMPARE(source->currentText(), QStringLiteral("Automatic"));
    source->setEditText(QStringLiteral("127.0.0.1"));
    qobject_cast<QLineEdit*>(fieldOf(page, QStringLiteral("Path (HTTP):")))->setText(QStringLiteral("health"));
    engine::RunRequest request;
    QVERIFY(page.submit(request));
    QCOMPARE(request.target.proxy, QStringLiteral("socks5://proxy:1080"));
    QCOMPARE(request.target.path, QStringLiteral("/health"));
    ServicePage again; // going back loses nothing
    again.setKnowledge(m_knowledge);
    again.setRequest(request);
    engine::RunRequest same;
    QVERIFY(again.submit(same));
    QCOMPARE(same.target.proxy, request.target.proxy);
    QCOMPARE(same.target.sourceAddress, QStringLiteral("127.0.0.1"));
    source->setCurrentIndex(0);
    engine::RunRequest automatic;
    QVERIFY(page.submit(automatic));
    QVERIFY(automatic.target.sourceAddress.isEmpty());
    QCOMPARE(same.target.path, request.target.path);
}

void TestGuiInput::sourcesAreOfferedAndChecked()
{
    ServicePage page;
    page.setKnowledge(m_knowledge);
    page.setRequest({});
    page.show();
    page.findChild<QLineEdit*>()->setText(QStringLiteral("[::1]:1433"));
    page.findChild<QCheckBox*>()->setChecked(true);
    auto* source = qobject_cast<QComboBox*>(fieldOf(page, QStringLiteral("Source address:")));
    QVERIFY(source && source->isEditable());
    QTRY_VERIFY_WITH_TIMEOUT(source->findText(QStringLiteral("127.0.0.1")) > 0, SoonMs);
    QCOMPARE(source->currentText(), QStringLiteral("Automatic")); // what is offered chooses nothing
    engine::RunRequest request;
    for (const auto& [typed, told] :
         {std::pair("eth0", "192.168.1.20"), std::pair("203.0.113.9", "it has"), std::pair("127.0.0.1", "IPv6")}) {
        source->setEditText(QString::fromLatin1(typed));
        QVERIFY2(!page.submit(request), typed);
        QVERIFY2(source->accessibleDescription().contains(QString::fromLatin1(told)),
                 qPrintable(source->accessibleDescription()));
    }
    source->setEditText(QStringLiteral(" ::1 "));
    QVERIFY(page.submit(request));
    QCOMPARE(request.target.sourceAddress, QStringLiteral("::1"));
    source->setEditText(QString());
    QVERIFY(page.submit(request));
    QVERIFY(request.target.sourceAddress.isEmpty());
}

void TestGuiInput::theSystemsProxyIsSaidBeforeTheStart()
{
    const QByteArray before = qgetenv("all_proxy");
    qputenv("all_proxy", "socks5://jo:secret@proxy.test:1080");
    const auto restore =
        qScopeGuard([&before] { before.isNull() ? qunsetenv("all_proxy") : qputenv("all_proxy", before); });
    ServicePage page;
    page.setKnowledge(m_knowledge);
    page.setRequest({});
    page.show();
    page.findChild<QLineEdit*>()->setText(QStringLiteral("db.example.org:1433"));
    page.findChild<QCheckBox*>()->setChecked(true);
    QComboBox* proxy = chooseProxy(page, 1);
    engine::RunRequest request;
    while (!page.submit(request)) // not before it has been said
        QTRY_VERIFY_WITH_TIMEOUT(proxy->accessibleDescription().contains(QStringLiteral("proxy.test")), SoonMs);
    QCOMPARE(proxy->accessibleDescription(), QStringLiteral("System: socks5://proxy.test:1080"));
    QVERIFY(request.target.systemProxy);
    QVERIFY(!request.target.proxy.contains(QStringLiteral("secret"))); // the run asks for itself
    qputenv("all_proxy", "socks4://proxy.test:1080");
    chooseProxy(page, 0);
    chooseProxy(page, 1); // the settings may have changed meanwhile
    QTRY_VERIFY_WITH_TIMEOUT(proxy->accessibleDescription().contains(QStringLiteral("socks4")), SoonMs);
    QVERIFY(!page.submit(request));
    ServicePage again;
    again.setKnowledge(m_knowledge);
    again.setRequest(request);
    QCOMPARE(qobject_cast<QComboBox*>(fieldOf(again, QStringLiteral("Proxy:")))->currentIndex(), 1);
}

void TestGuiInput::errorTextNeverBlocks_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("known");
    QTest::newRow("number") << QStringLiteral("10054") << true;
    QTest::newRow("name") << QStringLiteral("read: ECONNRESET") << true;
    QTest::newRow("words") << QStringLiteral("Connection reset by peer") << true;
    QTest::newRow("unknown") << QStringLiteral("the flux capacitor is empty") << false;
    QTest::newRow("huge") << QString(100'000, u'x') << false;
}

void TestGuiInput::errorTextNeverBlocks()
{
    QFETCH(QString, text);
    QFETCH(bool, known);
    SymptomPage page;
    page.setKnowledge(m_knowledge);
    page.setRequest({});
    auto* box = page.findChild<QPlainTextEdit*>();
    box->setPlainText(text);
    const auto said = [box] { return box->accessibleDescription(); };
    QTRY_VERIFY(!said().isEmpty()); // the answer comes from beside the window's thread
    QCOMPARE(said().contains(QStringLiteral("Understood")), known);
    engine::RunRequest request;
    QVERIFY(page.submit(request));
    QVERIFY(request.errorText.size() <= 64 * 1024);
    QCOMPARE(request.symptoms.value(QStringLiteral("when")), QStringLiteral("unknown"));
}

void TestGuiInput::openQuestionsAreNoAnswers()
{
    NoticedPage page;
    page.setKnowledge(m_knowledge);
    page.setRequest({});
    engine::RunRequest request;
    QVERIFY(page.submit(request));
    QVERIFY2(request.symptoms.isEmpty(), qUtf8Printable(QStringList(request.symptoms.keys()).join(u' ')));
    page.findChild<QComboBox*>()->setCurrentIndex(0);
    QVERIFY(page.submit(request));
    QCOMPARE(request.symptoms.size(), 1);
}

void TestGuiInput::planWantsATestAndPermission()
{
    PlanPage page;
    page.setKnowledge(m_knowledge);
    engine::RunRequest request;
    request.target.host = QStringLiteral("shop.example.org");
    request.target.port = 443;
    page.setRequest(request);
    page.show();
    (void)QTest::qWaitForWindowActive(&page);
    page.enter(request);
    QVERIFY(!page.submit(request));
    auto* permission = page.findChild<QCheckBox*>();
    QVERIFY(permission->isVisible());
    QVERIFY(permission->hasFocus());
    QVERIFY(!permission->accessibleDescription().isEmpty());
    QTest::keyClick(permission, Qt::Key_Space);
    QVERIFY(page.submit(request));

    auto* table = page.findChild<QTableView*>();
    for (int row = 0; row < table->model()->rowCount(); ++row)
        (void)table->model()->setData(table->model()->index(row, 0), Qt::Unchecked, Qt::CheckStateRole);
    QVERIFY(!page.submit(request));
    QVERIFY(table->hasFocus());
    QVERIFY(table->accessibleDescription().endsWith(u'.'));

    engine::RunRequest other = request;
    other.target.host = QStringLiteral("mail.example.org");
    page.enter(other);
    QVERIFY(!permission->isChecked()); // a permission holds for one service only
}

void TestGuiInput::permission_data()
{
    QTest::addColumn<QString>("host");
    QTest::addColumn<bool>("asked");
    QTest::newRow("internet name") << QStringLiteral("shop.example.org") << true;
    QTest::newRow("internet v4") << QStringLiteral("192.0.2.10") << true;
    QTest::newRow("internet v6") << QStringLiteral("2001:db8::1") << true;
    QTest::newRow("loopback") << QStringLiteral("127.0.0.1") << false;
    QTest::newRow("localhost") << QStringLiteral("localhost") << false;
    QTest::newRow("10/8") << QStringLiteral("10.1.2.3") << false;
    QTest::newRow("172.16/12") << QStringLiteral("172.31.0.1") << false;
    QTest::newRow("172.32 is public") << QStringLiteral("172.32.0.1") << true;
    QTest::newRow("192.168/16") << QStringLiteral("192.168.178.1") << false;
    QTest::newRow("unique local v6") << QStringLiteral("fd00::1") << false;
    QTest::newRow("plain name") << QStringLiteral("nas") << false;
    QTest::newRow(".local") << QStringLiteral("printer.local") << false;
    QTest::newRow("looks local only") << QStringLiteral("10.example.org") << true;
}

void TestGuiInput::permission()
{
    QFETCH(QString, host);
    QFETCH(bool, asked);
    engine::RunRequest request;
    request.target.host = host;
    request.target.port = 80;
    QCOMPARE(needsPermission(request, {}), asked);
    request.thorough = true;
    QVERIFY(needsPermission(request, {}));
    request.practice = true;
    QVERIFY(!needsPermission(request, {}));
}

QTEST_MAIN(TestGuiInput)
#include "test_gui_input.moc"
