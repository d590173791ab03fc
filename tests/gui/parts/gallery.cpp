// SPDX-License-Identifier: GPL-3.0-or-later
// Writes pictures of every page, light and dark, in two sizes, into a folder: gui_parts_gallery FOLDER [language].
#include "tests/support/sample_session.h"
#include "ui/charts/figure_view.h"
#include "ui/export/report_page.h"
#include "ui/results/fix_page.h"
#include "ui/results/learn_page.h"
#include "ui/results/result_page.h"
#include "ui/widgets/theme.h"

#include <QApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QListView>
#include <QPushButton>
#include <QTabWidget>
#include <QTest>
#include <QTextBrowser>
#include <cstdio>

using namespace doctor;

namespace
{

struct Shot {
    QString name;
    std::function<QWidget*()> make;
};

void take(const Shot& shot, const QDir& folder, const QString& scheme, const QSize& size)
{
    QElapsedTimer timer;
    timer.start();
    const std::unique_ptr<QWidget> page(shot.make());
    const auto made = timer.elapsed();
    page->resize(size);
    page->show();
    QTest::qWait(700);
    const QString name = QStringLiteral("%1-%2-%3.png").arg(shot.name, scheme).arg(size.width());
    page->grab().save(folder.filePath(name));
    std::printf("%s, made in %lld ms\n", qUtf8Printable(name), static_cast<long long>(made));
}

core::Session nothingFound()
{
    core::Session session = testsupport::sampleSession();
    std::swap(session.diagnosis.causes.front(), session.diagnosis.causes.back());
    session.diagnosis.causes.front().probability = 0.82;
    session.diagnosis.causes.back().probability = 0.04;
    session.diagnosis.verdict = {core::ClosedBy::Nobody, std::nullopt, std::nullopt,
                                 QStringLiteral("No connection was closed against our wish in 35 tries."), 0.82};
    return session;
}

std::vector<Shot> shotsOf(const std::shared_ptr<const knowledge::Knowledge>& knowledge)
{
    const auto result = [knowledge](const core::Session& session, int tab) {
        auto* page = new ui::ResultPage;
        page->setSession(session, knowledge);
        page->findChild<QTabWidget*>()->setCurrentIndex(tab);
        return page;
    };
    const core::Session sample = testsupport::sampleSession();
    return {{QStringLiteral("result"), [=] { return result(sample, 0); }},
            {QStringLiteral("charts"), [=] { return result(sample, 1); }},
            {QStringLiteral("tests"), [=] { return result(sample, 2); }},
            {QStringLiteral("partial"), [=] { return result(testsupport::stoppedSession(), 0); }},
            {QStringLiteral("nothing"), [=] { return result(nothingFound(), 0); }},
            {QStringLiteral("fix"),
             [=] {
                 auto* page = new ui::FixPage;
                 page->setSession(sample, knowledge);
                 return page;
             }},
            {QStringLiteral("learn"),
             [=] {
                 auto* page = new ui::LearnPage;
                 page->setKnowledge(knowledge);
                 page->showCause(QStringLiteral("server-idle-timeout"));
                 return page;
             }},
            {QStringLiteral("report"),
             [=] {
                 auto* page = new ui::ReportPage;
                 page->setSession(sample, knowledge);
                 return page;
             }},
            {QStringLiteral("drawings"),
             [=] {
                 auto* page = new ui::ReportPage;
                 page->setSession(sample, knowledge);
                 QObject::connect(page, &ui::ReportPage::previewReady, page, [page] {
                     auto* preview = page->findChild<QTextBrowser*>(QStringLiteral("reportPreview"));
                     preview->find(QString(QChar::ObjectReplacementCharacter));
                     preview->ensureCursorVisible();
                 });
                 return page;
             }},
            {QStringLiteral("message"),
             [=] {
                 auto* page = new ui::FixPage;
                 page->setSession(sample, knowledge);
                 for (auto* button : page->findChildren<QPushButton*>()) {
                     if (button->isCheckable())
                         button->setChecked(true);
                 }
                 return page;
             }},
            {QStringLiteral("survival"),
             [=] {
                 auto* view = new ui::FigureView;
                 view->setFigure(figures::idleSurvival(sample, *knowledge));
                 return view;
             }},
            {QStringLiteral("lines"), [=] {
                 auto* view = new ui::FigureView;
                 view->setFigure(figures::connectionLines(sample, *knowledge, QStringLiteral("idle-survival")));
                 return view;
             }}};
}

} // namespace

int main(int argc, char** argv)
{
    QApplication application(argc, argv);
    const QStringList arguments = QApplication::arguments();
    const QDir folder(arguments.value(1, QStringLiteral(".")));
    const auto loaded = doctor::knowledge::Knowledge::load(arguments.value(2, QStringLiteral("en")));
    if (!loaded) {
        std::fprintf(stderr, "%s\n", qUtf8Printable(loaded.error().message));
        return 2;
    }
    for (const auto& [theme, scheme] : {std::pair{store::Theme::Light, QStringLiteral("light")},
                                        std::pair{store::Theme::Dark, QStringLiteral("dark")}}) {
        ui::Theme::apply(application, theme);
        for (const QSize size : {QSize(1280, 800), QSize(780, 560)}) {
            for (const Shot& shot : shotsOf(*loaded))
                take(shot, folder, scheme, size);
        }
    }
    return 0;
}
