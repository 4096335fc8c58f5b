//! Signing in.

texts! {
    /// Signing in.
    EntranceTexts {
        account_name: "Name", "用户名";
        password: "Password", "密码";
        wrong_credentials: "Name or password is wrong. Check both and try again.", "用户名或密码错误，请检查后重试。";
        credentials_missing: "Enter your name and your password.", "请输入用户名和密码。";
        sign_in_lead: "Sign in to see the calls.", "登录后查看通话。";
        session_ended: "Your session has ended. Sign in to go on.", "会话已结束，请重新登录。";
    }
}
