// SPDX-License-Identifier: GPL-3.0-or-later
// The window's program: reads its arguments, brings the parts together, and runs.
#include "ui/shell/app_context.h"
#include "ui/shell/first_instance.h"
#include "ui/shell/main_window.h"
#include "ui/widgets/theme.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>

using namespace doctor;

int main(int argc, char** argv)
{
    QApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("connection-doctor"));
    QCoreApplication::setApplicationVersion(QStringLiteral(DOCTOR_VERSION));
    QGuiApplication::setApplicationDisplayName(QStringLiteral("Connection Doctor"));

    QCommandLineParser arguments;
    arguments.setApplicationDescription(QStringLiteral("Finds out why connections are forcibly closed."));
    arguments.addHelpOption();
    arguments.addVersionOption();
    arguments.addOption({QStringLiteral("practice"), QStringLiteral("Start with the practice server as the target.")});
    arguments.addOption(
        {QStringLiteral("language"), QStringLiteral("Language of the window: en or de."), QStringLiteral("language")});
    arguments.addPositionalArgument(QStringLiteral("file"), QStringLiteral("Saved diagnoses to open."),
                                    QStringLiteral("[file...]"));
    arguments.process(application);

    const QString folder = QStandardPaths::writableLocation(QStandardPaths::AppDataLocation);
    QDir().mkpath(folder);
    QStringList wishes; // files by their whole path, as another program has another folder of its own
    if (arguments.isSet(QStringLiteral("practice")))
        wishes.append(ui::MainWindow::practiceWish());
    for (const QString& file : arguments.positionalArguments())
        wishes.append(QFileInfo(file).absoluteFilePath());
    ui::FirstInstance instance(folder);
    if (!instance.isFirst() && instance.handOver(wishes))
        return 0;

    ui::AppContext::Parts parts;
    parts.clock = std::make_shared<core::SystemClock>();
    parts.settings = std::make_unique<store::Settings>(folder + QStringLiteral("/settings.ini"));
    parts.language = arguments.value(QStringLiteral("language"));
    parts.dataFolder = folder;

    ui::Theme::apply(application, parts.settings->theme());
    if (const int percent = parts.settings->textSize(); percent != 100)
        ui::Theme::setTextSize(percent);
    ui::AppContext context(std::move(parts));
    ui::MainWindow window(context);
    window.show();
    if (instance.isFirst()) {
        QObject::connect(&instance, &ui::FirstInstance::wished, &window, &ui::MainWindow::takeWishes);
        QObject::connect(&window, &ui::MainWindow::prepared, &instance, &ui::FirstInstance::listen);
    }
    if (!wishes.isEmpty())
        window.takeWishes(wishes);
    return QApplication::exec();
}
