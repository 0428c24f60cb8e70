import "../core/tokens.css";

export default { render() {} };
