// SPDX-License-Identifier: GPL-3.0-or-later
// Text reaches 4.5:1 and marks 3:1 on every background they are drawn on, light and dark; focus shows.
#include "ui/widgets/theme.h"

#include <QApplication>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>

using namespace doctor;
using ui::Theme;

class TestTheme : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void textIsReadable_data();
    void textIsReadable();
    void marksAreVisible_data() { textIsReadable_data(); }
    void marksAreVisible();
    void contrastKnowsItsEnds();
    void schemeFollowsTheSetting();
    void controlsAreLargeEnough();
    void focusShowsOnADefaultButton();
};

void TestTheme::textIsReadable_data()
{
    QTest::addColumn<QPalette>("palette");
    QTest::newRow("light") << Theme::lightPalette();
    QTest::newRow("dark") << Theme::darkPalette();
}

void TestTheme::textIsReadable()
{
    QFETCH(QPalette, palette);
    const ui::Colours& colours = Theme::colours(palette);
    const auto check = [](const QColor& ink, const QColor& paper, const char* what) {
        const double ratio = Theme::contrast(ink, paper);
        QVERIFY2(ratio >= 4.5, qPrintable(QStringLiteral("%1: %2").arg(QLatin1String(what)).arg(ratio)));
    };
    check(palette.color(QPalette::WindowText), palette.color(QPalette::Window), "text on window");
    check(palette.color(QPalette::Text), palette.color(QPalette::AlternateBase), "text on alternate rows");
    check(palette.color(QPalette::PlaceholderText), palette.color(QPalette::Base), "placeholder");
    check(palette.color(QPalette::ButtonText), palette.color(QPalette::Button), "button");
    check(palette.color(QPalette::HighlightedText), palette.color(QPalette::Highlight), "selection");
    check(palette.color(QPalette::ToolTipText), palette.color(QPalette::ToolTipBase), "tool tip");
    check(palette.color(QPalette::Link), palette.color(QPalette::Base), "link");
    check(palette.color(QPalette::LinkVisited), palette.color(QPalette::Base), "visited link");
    check(palette.color(QPalette::WindowText), colours.notice, "text on a notice");
    for (const QColor& paper : {palette.color(QPalette::Window), palette.color(QPalette::Base), colours.card}) {
        check(colours.quietText, paper, "quiet text");
        check(colours.failedText, paper, "text about failures");
    }
}

void TestTheme::marksAreVisible()
{
    QFETCH(QPalette, palette);
    const ui::Colours& colours = Theme::colours(palette);
    for (const QColor& paper : {palette.color(QPalette::Window), palette.color(QPalette::Base), colours.card}) {
        for (const QColor& ink : {colours.worked, colours.failed, colours.third, colours.fourth, colours.neutral,
                                  colours.axis, palette.color(QPalette::Highlight)})
            QVERIFY2(Theme::contrast(ink, paper) >= 3.0,
                     qPrintable(QStringLiteral("%1 on %2").arg(ink.name(), paper.name())));
    }
    QVERIFY(Theme::contrast(colours.noticeEdge, palette.color(QPalette::Window)) >= 3.0);
}

void TestTheme::contrastKnowsItsEnds()
{
    QCOMPARE(qRound(Theme::contrast(Qt::black, Qt::white)), 21);
    QCOMPARE(Theme::contrast(Qt::red, Qt::red), 1.0);
}

void TestTheme::schemeFollowsTheSetting()
{
    Theme::apply(*qApp, store::Theme::Dark);
    QVERIFY(Theme::colours(QApplication::palette()).dark);
    Theme::apply(*qApp, store::Theme::Light);
    QVERIFY(!Theme::colours(QApplication::palette()).dark);
}

void TestTheme::controlsAreLargeEnough()
{
    Theme::apply(*qApp, store::Theme::Light);
    QPushButton button(QStringLiteral("Next"));
    QLineEdit edit;
    QVERIFY(button.sizeHint().height() >= 24);
    QVERIFY(edit.sizeHint().height() >= 24);
}

void TestTheme::focusShowsOnADefaultButton()
{
    Theme::apply(*qApp, store::Theme::Light);
    QWidget window;
    auto* button = new QPushButton(QStringLiteral("Next"), &window);
    button->setDefault(true);
    auto* other = new QLineEdit(&window);
    other->move(0, 60);
    window.resize(200, 120);
    window.show();
    QApplication::setActiveWindow(&window);
    QVERIFY(QTest::qWaitForWindowActive(&window));
    other->setFocus();
    const QImage without = button->grab().toImage();
    button->setFocus();
    QVERIFY(button->grab().toImage() != without);
}

QTEST_MAIN(TestTheme)
#include "test_theme.moc"
